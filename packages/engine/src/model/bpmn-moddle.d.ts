declare module 'bpmn-moddle' {
  /** A node of the parsed model; its members depend on `$type`. */
  export interface ModdleElement {
    readonly $type: string;
    readonly $parent?: ModdleElement;
    readonly id?: string;
    readonly [member: string]: unknown;
  }

  export interface ParseWarning {
    readonly message: string;
    readonly element?: ModdleElement;
    readonly property?: string;
    readonly value?: string;
  }

  export class BpmnModdle {
    constructor(packages?: Record<string, unknown>);
    fromXML(xml: string): Promise<{
      rootElement: ModdleElement;
      /** Their ids can be set, as long as nobody else has the model. */
      elementsById: Readonly<Record<string, { id?: string }>>;
      warnings: ParseWarning[];
    }>;
  }
}
