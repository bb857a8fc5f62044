import { FormattedMessage, useIntl } from 'react-intl';
import { addressOfVersion, baseOf, type Document } from './source.ts';

/** The browser's own viewers: pictures, and PDF where the browser has a viewer for it. Everything else is saved. */
export function Preview({ file }: { file: Document }) {
  const intl = useIntl();
  const url = addressOfVersion(baseOf(file.kind), file.id, file.version, 'view');
  if (file.preview === 'image') return <img className="files-preview" src={url} alt={file.name} />;
  if (file.preview === 'pdf' && navigator.pdfViewerEnabled)
    return <iframe className="files-preview files-pdf" src={url} title={intl.formatMessage({ id: 'files.preview' })} />;
  return (
    <p className="soft small">
      <FormattedMessage id="files.noPreview" />
    </p>
  );
}
