/**
 * Names of tensors and of layers: the first that wants a name gets it, a later one gets `name_N`. One N counts for both kinds, as in
 * TensorRT's parser.
 */
export class UniqueNames {
  private readonly tensors = new Set<string>();
  private readonly layers = new Set<string>();
  private counter = 0;

  forTensor(name: string): string {
    return this.take(name, this.tensors);
  }

  forLayer(name: string): string {
    return this.take(name, this.layers);
  }

  private take(name: string, taken: Set<string>): string {
    let candidate = name;
    while (taken.has(candidate)) candidate = `${name}_${this.counter++}`;
    taken.add(candidate);
    return candidate;
  }
}
