import { FormattedMessage } from 'react-intl';
import { Details } from './details.tsx';
import { Mono } from './mono.tsx';

/** What is typed into a station, each part to copy, and that it is shown only now. */
export function CredentialsBox({
  credentials,
  note = true,
}: {
  credentials: { readonly url: string; readonly plainUrl?: string; readonly user: string; readonly password: string };
  note?: boolean;
}) {
  return (
    <div className="stack credentials">
      <Details
        rows={[
          [
            <FormattedMessage key="url" id="kit.credentials.url" />,
            <Mono key="u" copy>
              {credentials.url}
            </Mono>,
          ],
          ...(credentials.plainUrl === undefined
            ? []
            : ([
                [
                  <FormattedMessage key="plain" id="kit.credentials.plainUrl" />,
                  <Mono key="p" copy>
                    {credentials.plainUrl}
                  </Mono>,
                ],
              ] as const)),
          [
            <FormattedMessage key="user" id="kit.credentials.user" />,
            <Mono key="n" copy>
              {credentials.user}
            </Mono>,
          ],
          [
            <FormattedMessage key="password" id="kit.credentials.password" />,
            <Mono key="p" copy>
              {credentials.password}
            </Mono>,
          ],
        ]}
      />
      {note ? (
        <p className="small warn">
          <FormattedMessage id="kit.credentials.once" />
        </p>
      ) : null}
    </div>
  );
}
