import { parser } from '@prometheus-io/lezer-promql';

/** A comparison of a label in a selector. */
interface PromqlMatcher {
  readonly label: string;
  readonly operator: string;
  readonly value: string;
}

/** The metric that an expression reads, and by which labels. */
export interface PromqlSelector {
  readonly metric: string;
  readonly matchers: readonly PromqlMatcher[];
}

/**
 * The selectors of an expression, by the grammar of Prometheus' own editor.
 *
 * @throws  when it is no PromQL, or selects series without naming their metric
 */
export function promqlSelectors(expression: string): PromqlSelector[] {
  const selectors: { metric: string; matchers: PromqlMatcher[] }[] = [];
  const text = ({ from, to }: { from: number; to: number }) => expression.slice(from, to);
  parser.parse(expression).iterate({
    enter({ type, from, node }) {
      if (type.isError) throw new Error(`no PromQL at character ${from}: ${expression}`);
      if (type.name === 'VectorSelector') {
        const metric = node.getChild('Identifier');
        if (metric === null) throw new Error(`a selector names no metric: ${text(node)}`);
        selectors.push({ metric: text(metric), matchers: [] });
      }
      if (type.name === 'UnquotedLabelMatcher') {
        const [label, operator, value] = ['LabelName', 'MatchOp', 'StringLiteral'].map((name) =>
          text(node.getChild(name)!),
        );
        selectors.at(-1)!.matchers.push({ label: label!, operator: operator!, value: value!.slice(1, -1) });
      }
    },
  });
  return selectors;
}
