import { WorkbookError, type ErrorDetails } from '../errors';

/** Which node of a graph: its position in the file, its name and its operator. */
export interface NodePlace {
  index: number;
  name: string;
  opType: string;
}

/** A file that is no ONNX file, or a damaged one; code `ONNX_INVALID`. */
export class OnnxFileError extends WorkbookError {
  override readonly name = 'OnnxFileError';
  /** What is wrong, without the words around it. */
  readonly problem: string;
  /** Whether the bytes could be read as the messages of an ONNX file: what is wrong is what they say. */
  readonly readable: boolean;
  /** The node where it is wrong; null outside the nodes. */
  readonly node: NodePlace | null;
  /** Whether it is wrong in an initializer of the graph. */
  readonly initializer: boolean;

  constructor(
    problem: string,
    details: ErrorDetails,
    {
      node = null,
      readable = true,
      initializer = false,
    }: { node?: NodePlace | null; readable?: boolean; initializer?: boolean } = {},
  ) {
    super('ONNX_INVALID', `Cannot read the ONNX file: ${problem}`, details);
    this.problem = problem;
    this.readable = readable;
    this.node = node;
    this.initializer = initializer;
  }

  /** The same error, of a node. */
  in(node: NodePlace): OnnxFileError {
    return new OnnxFileError(this.problem, this.details, { node });
  }

  /** The same error, of an initializer. */
  inInitializer(): OnnxFileError {
    return new OnnxFileError(this.problem, this.details, { initializer: true });
  }
}

/** A file that cannot be read. @throws {OnnxFileError} */
export function invalid(
  problem: string,
  details: { expected?: unknown; actual?: unknown } = {},
): never {
  throw new OnnxFileError(problem, details);
}
