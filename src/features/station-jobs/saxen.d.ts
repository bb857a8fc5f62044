/** saxen has no types of its own: what is used of it. */
declare module 'saxen' {
  type Attributes = Readonly<Record<string, string>>;
  export class Parser {
    on(event: 'openTag', heard: (name: string, attributes: () => Attributes) => void): this;
    on(event: 'closeTag', heard: (name: string) => void): this;
    on(event: 'text', heard: (text: string, decode: (text: string) => string) => void): this;
    on(event: 'error' | 'warn', heard: (fault: Error) => void): this;
    parse(xml: string): this;
    stop(): void;
  }
}
