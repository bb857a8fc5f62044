import { useIntl } from 'react-intl';
import { Attachments } from '../../../web/files/attachments.tsx';
import type { Document } from '../../../web/files/source.ts';
import { useFileFilters } from '../../../web/files/use-filters.ts';
import { Card } from '../../../web/kit/card.tsx';
import { GoTo } from '../../../web/kit/link.tsx';
import { Page } from '../../../web/kit/page.tsx';
import { visibleText } from '../../../web/kit/visible-text.ts';
import { useRight } from '../../../web/shell/session.tsx';
import { WithTexts } from '../../../web/shell/with-texts.tsx';
import { texts } from './texts.ts';

export default function DocumentsPage() {
  return (
    <WithTexts texts={texts}>
      <AllDocuments />
    </WithTexts>
  );
}

/** Every document of the operator: what expires, what is of one category, what is called so. */
function AllDocuments() {
  const intl = useIntl();
  const word = (id: string, values = {}) => intl.formatMessage({ id: `documents.${id}` }, values);
  const may = useRight('documents.change');
  const [filters, setFilters] = useFileFilters();
  const where = {
    id: 'of',
    title: word('of'),
    render: (file: Document) =>
      file.station ? (
        <GoTo to={`/stations/${file.station.id}/documents`}>{visibleText(file.station.name)}</GoTo>
      ) : (
        word(`of.${file.kind}`, { id: file.subject })
      ),
  };
  return (
    <Page title={word('title')} note={word('note')}>
      <Card flush>
        <Attachments may={may} where={where} filters={filters} onFilters={setFilters} />
      </Card>
    </Page>
  );
}
