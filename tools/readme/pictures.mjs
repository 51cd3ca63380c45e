/**
 * Makes the pictures of README.md: `node tools/readme/pictures.mjs`, after `npm run setup`. A detail of the photograph as SRCNN gets it,
 * as the plugin enlarges it and as the network returns it, every pixel drawn as a square.
 */
import { join } from 'node:path';
import { writeImage } from '../../dist/image/encode-image.js';
import { magnifyImage } from '../../dist/image/image.js';
import workbook from '../../dist/index.js';

const DETAIL = { x: 128, y: 344, width: 92, height: 92 };
const MAGNIFICATION = 3;
const docs = join(import.meta.dirname, '..', '..', 'docs');

async function main() {
  const { modelPath, imageToTensor, tensorToImage, cropImage, psnr } = workbook;
  workbook.getPluginRegistry().loadLibrary(workbook.pluginLibrary);
  const low = await workbook.readImage(modelPath('images/astronaut-256.png'));
  const original = await workbook.readImage(modelPath('images/astronaut-512.png'));
  const outputs = await workbook.runModel(
    modelPath('srcnn-dynamic-trt-resize.onnx'),
    {
      input: { dims: [1, 3, 256, 256], values: imageToTensor(low) },
      factor: { dims: [1, 1, 512, 512] },
    },
    { also: { bicubic: '/DynamicTRTResize' } },
  );
  const whole = (output) => tensorToImage(output.toFloat32Array(), output.dims);
  const [bicubic, srcnn] = [whole(outputs.bicubic), whole(outputs.output)];
  const half = Object.fromEntries(Object.entries(DETAIL).map(([name, value]) => [name, value / 2]));
  const details = {
    'srcnn-input': magnifyImage(cropImage(low, half), 2 * MAGNIFICATION),
    'srcnn-plugin': magnifyImage(cropImage(bicubic, DETAIL), MAGNIFICATION),
    'srcnn-output': magnifyImage(cropImage(srcnn, DETAIL), MAGNIFICATION),
  };
  for (const [name, image] of Object.entries(details))
    await writeImage(join(docs, `${name}.png`), image);
  const quality = [bicubic, srcnn].map((image) => `${psnr(image, original).toFixed(1)} dB`);
  console.log(`plugin ${quality[0]}, network ${quality[1]}`);
}

await main();
