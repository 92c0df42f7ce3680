/**
 * Prints what several speakers say at the same time as if they spoke one after another: the first at once, each other
 * one when those before it have ended.
 */
export class InOrder<Speaker> {
  private readonly kept = new Map<Speaker, string[]>();
  private readonly ended = new Set<Speaker>();
  private readonly waiting: Speaker[];

  constructor(
    speakers: readonly Speaker[],
    private readonly print: (text: string) => void,
  ) {
    this.waiting = [...speakers];
  }

  say(speaker: Speaker, text: string): void {
    if (speaker === this.waiting[0]) this.print(text);
    else this.kept.set(speaker, [...(this.kept.get(speaker) ?? []), text]);
  }

  end(speaker: Speaker): void {
    this.ended.add(speaker);
    while (this.waiting[0] !== undefined && this.ended.has(this.waiting[0])) {
      this.waiting.shift();
      for (const text of this.kept.get(this.waiting[0]) ?? []) this.print(text);
    }
  }
}
