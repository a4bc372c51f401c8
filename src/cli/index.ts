export { runCommandLine } from './shell/command-line.ts'
