/** Vendors' own packages are optional: each is loaded when a fetch from that vendor begins. */
import { UsageError } from '../../model/index.ts'

/** Loads a package, or throws `UsageError` VENDOR_PACKAGE_MISSING saying what to install. */
export async function loadPackage<T>(name: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load()
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code !== 'ERR_MODULE_NOT_FOUND' || !message.includes(name)) throw error
    throw new UsageError(
      'VENDOR_PACKAGE_MISSING',
      `This vendor is reached through the package ${name}, but it is not installed. Install it beside throughline: npm install ${name}`,
      { package: name },
    )
  }
}
