declare module 'dmn-moddle' {
  /** A node of the parsed model; its members depend on `$type`. */
  export interface DmnElement {
    readonly $type: string;
    readonly id?: string;
    readonly name?: string;
    readonly [member: string]: unknown;
  }

  export class DmnModdle {
    constructor(packages?: Record<string, unknown>);
    fromXML(xml: string): Promise<{
      rootElement: DmnElement;
      /** Their ids can be set, as long as nobody else has the model. */
      elementsById: Readonly<Record<string, { id?: string }>>;
      warnings: { message: string }[];
    }>;
  }
}
