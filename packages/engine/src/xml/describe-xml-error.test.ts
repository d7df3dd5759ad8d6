import { describe, expect, it } from 'vitest';
import { readDecisionModel } from '../dmn/index.ts';
import { readBpmn } from '../model/read-bpmn.ts';

const open = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">\n<process id="p">\n  ';

describe('a model that is no XML', () => {
  it.each([
    ['broken inside', `${open}<startEvent</process>`, /^Line 3, column 3: invalid nodeName at '<startEvent/],
    ['not closed', `${open}<startEvent`, /^The file is no well-formed XML: unclosed tag at '<startEvent'$/],
    ['empty', '', /^The file is no well-formed XML: missing start tag$/],
    ['something else', `\u0007${'x'.repeat(500)}`, /missing start tag at '\?x{59}…'$/],
  ])('is refused with the place and a short excerpt: %s', async (_, xml, message) => {
    const read = await readBpmn(xml);
    expect(read.ok ? [] : read.findings.map((finding) => finding.message)).toEqual([
      expect.stringMatching(message),
    ]);
  });

  it('is refused as DMN in the same way', async () => {
    const read = await readDecisionModel('<a');
    expect(read.ok ? [] : read.problems.map((problem) => problem.message)).toEqual([
      "the file is no DMN model: The file is no well-formed XML: unclosed tag at '<a'",
    ]);
  });
});
