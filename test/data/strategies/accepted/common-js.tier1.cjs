const { defineStrategy } = require('throughline')

exports.default = defineStrategy({
  name: 'common-js',
  decide(pulse) {
    pulse.flatten()
  },
})
