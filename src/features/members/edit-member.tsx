import { Button } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useWrite } from '../../../web/api/queries.ts';
import { Dialog } from '../../../web/kit/confirm.tsx';
import { ProblemText } from '../../../web/kit/problem.tsx';
import { StandingFields } from '../../../web/shell/standing/fields.tsx';
import type { Member } from './contract.ts';

/** Another role, or another entity. */
export function EditMember({ member, onClose }: { member: Member; onClose: () => void }) {
  const intl = useIntl();
  const [role, setRole] = useState<string>(member.role);
  const [entityId, setEntity] = useState(member.entityId);
  const change = useWrite('PATCH', '/members/:userId', { invalidates: ['/members'], onDone: onClose });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate({
      params: { userId: member.userId },
      body: { role: role as 'technician', entityId: entityId ?? null },
    });
  };
  return (
    <Dialog opened onClose={onClose} title={intl.formatMessage({ id: 'members.roleOf' }, { name: member.name })}>
      <form className="stack" onSubmit={submit}>
        <StandingFields
          role={role}
          entityId={entityId}
          onRole={setRole}
          onEntity={setEntity}
          errors={change.error?.fields}
        />
        {change.error ? <ProblemText error={change.error} /> : null}
        <div className="dialog-actions">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id="kit.cancel" />
          </Button>
          <Button type="submit" loading={change.isPending}>
            <FormattedMessage id="members.save" />
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
