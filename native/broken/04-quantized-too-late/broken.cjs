// Scale computes in INT8: it takes what Q makes, and DQ takes what it makes.
module.exports = ({ float32 }, { network, addScale, buildAndRun }) => {
  const x = network.addInput('x', 'kFLOAT', [8]);
  const one = network.addConstant([], { type: 'kFLOAT', values: float32(1) }).getOutput(0);
  const quantized = network.addQuantize(x, one).getOutput(0);
  const dequantized = network.addDequantize(quantized, one).getOutput(0);
  const y = addScale(dequantized);
  return buildAndRun(y);
};
