import { Component, type ReactNode } from 'react';
import { ProblemState } from '../kit/problem.tsx';

/** A fault in one tab leaves the frame standing. */
export class FaultBoundary extends Component<{ children: ReactNode }, { error?: unknown }> {
  override state: { error?: unknown } = {};

  static getDerivedStateFromError(error: unknown): { error: unknown } {
    return { error };
  }

  override render(): ReactNode {
    if (this.state.error === undefined) return this.props.children;
    return (
      <div className="card">
        <ProblemState error={this.state.error} onRetry={() => this.setState({ error: undefined })} />
      </div>
    );
  }
}
