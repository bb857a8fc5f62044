import { FormattedMessage, useIntl } from 'react-intl';
import { Details } from '../../../web/kit/details.tsx';
import { Mono } from '../../../web/kit/mono.tsx';
import { Time } from '../../../web/kit/time.tsx';

/** The link by which somebody chooses their password: it is on its way by e-mail, or is handed over. */
export function InvitationBox({
  invitation,
  name,
}: {
  invitation: { readonly link: string; readonly expiresAt: string; readonly mailed: boolean };
  name: string;
}) {
  const intl = useIntl();
  return (
    <>
      <p className="soft small">
        <FormattedMessage
          id={invitation.mailed ? 'members.invited.mailed' : 'members.invited.text'}
          values={{ name }}
        />
      </p>
      <Details
        rows={[
          [
            intl.formatMessage({ id: 'members.invited.link' }),
            <Mono key="link" copy>
              {invitation.link}
            </Mono>,
          ],
          [intl.formatMessage({ id: 'members.invited.until' }), <Time key="until" at={invitation.expiresAt} exact />],
        ]}
      />
    </>
  );
}
