import { discardTransferAction, startExportAction, stopTransferAction } from '#app/_actions/transfer';
import { keptDays, type TransferView, type UploadProblem, uploadProblems } from '#features/transfer/schema';
import { exportFilePath, transferPath } from '#lib/addresses';
import { fileSize } from '#lib/file-size';
import type { Edition } from '#messages/edition';
import { type TransferTexts, transferTextsFor } from '#messages/transfer';
import { DeskTable } from '../manage/table.tsx';
import { DeskButton } from '../newsroom/desk-forms.tsx';
import { LookAgain } from './look-again.tsx';
import { ImportForm, SurveyAgain } from './transfer-forms.tsx';
import { Report } from './transfer-report.tsx';
import { UploadForm } from './upload-form.tsx';

type Props = {
  transfers: TransferView[];
  /** Why an upload was not taken, where it was sent without scripts. */
  problem: UploadProblem | null;
  /** Nothing that takes long can be done here. */
  hosted: boolean;
  hasDemo: boolean;
  /** Where the files of articles are. */
  folder: string;
  edition: Edition;
};

/** The whole publication, out and in. */
export function TransferPage({ transfers, problem, hosted, hasDemo, folder, edition }: Props) {
  const { language } = edition;
  const t = transferTextsFor(language);
  const isActive = ({ state, options }: TransferView) =>
    state === 'running' || (state === 'waiting' && options.step !== 'decide');
  const exporting = transfers.find((each) => each.kind === 'export' && isActive(each));
  // One at a time: the one that is under way, or that somebody has to decide on.
  const importing = transfers.find(
    ({ kind, state, hasFile }) => kind === 'import' && (state === 'waiting' || state === 'running' || hasFile),
  );
  return (
    <main id="content" className="queue-page manage transfer">
      <h1>{t.title}</h1>
      <p className="desk-hint">{t.intro}</p>
      {hosted ? (
        <p>{t.vercel}</p>
      ) : (
        <div className="transfer-parts">
          <section className="manage-part" aria-labelledby="export">
            <h2 id="export">{t.exportTitle}</h2>
            <p>{t.exportText}</p>
            <p className="desk-hint">{t.exportFiles(folder)}</p>
            {exporting ? (
              <Progress transfer={exporting} edition={edition} />
            ) : (
              <DeskButton
                action={startExportAction}
                at={transferPath}
                fields={{ of: 'all' }}
                className="desk-button is-main"
              >
                {t.exportStart}
              </DeskButton>
            )}
          </section>
          <section className="manage-part" aria-labelledby="import">
            <h2 id="import">{t.importTitle}</h2>
            <p>{t.importText}</p>
            {importing ? (
              <Importing transfer={importing} isActive={isActive(importing)} hasDemo={hasDemo} edition={edition} />
            ) : (
              <UploadForm language={language} problem={problem && uploadProblems[problem]} />
            )}
            {importing && problem && (
              <p className="problem" role="alert">
                {uploadProblems[problem]}
              </p>
            )}
          </section>
        </div>
      )}
      {transfers.some(isActive) && <LookAgain href={transferPath}>{t.refresh}</LookAgain>}
      <section id="list" className="manage-part" aria-labelledby="begun">
        <h2 id="begun">{t.listTitle}</h2>
        {transfers.length === 0 ? <p>{t.listNone}</p> : <List transfers={transfers} edition={edition} />}
      </section>
    </main>
  );
}

function Progress({ transfer, edition }: { transfer: TransferView; edition: Edition }) {
  const { id, state, done, total, options, fileName } = transfer;
  const { format, language } = edition;
  const t = transferTextsFor(language);
  const { phase } = options;
  const number = (value: number) => (phase === 'reading' ? fileSize(value, language) : format.number(value));
  const said =
    state === 'running' && phase && total !== null
      ? t.progress(t.phases[phase], number(Math.min(done, total)), number(total))
      : t.states[state];
  return (
    <div className="transfer-progress">
      <progress aria-label={fileName} max={total ?? 1} value={total === null ? undefined : done} />
      <p role="status">{said}</p>
      <DeskButton
        action={stopTransferAction}
        at={transferPath}
        fields={{ id }}
        about={t.stopOf(fileName)}
        className="desk-button"
      >
        {t.stop}
      </DeskButton>
    </div>
  );
}

type ImportingProps = { transfer: TransferView; isActive: boolean; hasDemo: boolean; edition: Edition };

/** One import, from the look through it to its end. */
function Importing({ transfer, isActive, hasDemo, edition }: ImportingProps) {
  const { id, fileName, options, state, brought, problem, bytes } = transfer;
  const { language } = edition;
  const t = transferTextsFor(language);
  const isSurvey = options.step === 'survey' || options.step === 'decide';
  const mayImport = options.step === 'decide' || (options.step === 'bring' && !isActive);
  return (
    <div className="transfer-one">
      <p>
        <b>
          <bdi>{fileName}</bdi>
        </b>
        {bytes !== null && <span className="desk-tagged"> {fileSize(bytes, language)}</span>}
      </p>
      {problem && <p className="problem">{problem}</p>}
      {state === 'stopped' && !isSurvey && <p className="desk-hint">{t.stopped}</p>}
      {isActive && <Progress transfer={transfer} edition={edition} />}
      {options.step === 'decide' && brought && <Report report={brought} edition={edition} />}
      {mayImport && <ImportForm {...{ id, hasDemo, language }} chosen={options} again={options.step === 'bring'} />}
      {!isActive && isSurvey && options.step !== 'decide' && <SurveyAgain id={id} language={language} />}
      {!isActive && (
        <DeskButton
          action={discardTransferAction}
          at={transferPath}
          fields={{ id }}
          about={t.discardOf(fileName)}
          className="desk-button"
        >
          {t.discard}
        </DeskButton>
      )}
    </div>
  );
}

function List({ transfers, edition }: { transfers: TransferView[]; edition: Edition }) {
  const { language } = edition;
  const t = transferTextsFor(language);
  return (
    <DeskTable
      name="transfers"
      className="manage-table"
      language={language}
      columns={[
        { id: 'what', name: t.what },
        { id: 'state', name: t.state },
        { id: 'begun', name: t.begun },
        { id: 'report', name: t.report },
      ]}
      rows={transfers.map((transfer) => ({ id: transfer.id, cells: cellsOf(transfer, t, edition) }))}
    />
  );
}

function cellsOf(transfer: TransferView, t: TransferTexts, edition: Edition) {
  const { kind, fileName, state, options, createdAt, by, problem, brought, written } = transfer;
  const { format } = edition;
  return {
    what: (
      <>
        {kind === 'export' ? t.kindExport : t.kindImport}
        <span className="desk-tagged">
          {' '}
          <bdi>{fileName}</bdi>
        </span>
      </>
    ),
    state: state === 'waiting' && options.step === 'decide' ? t.decide : t.states[state],
    begun: (
      <>
        <time dateTime={createdAt}>{format.dateTime(createdAt)}</time>
        {by && <span className="desk-tagged"> {t.by(by)}</span>}
      </>
    ),
    report: (
      <>
        {problem && <span className="problem">{problem}</span>}
        {written && (
          <p>
            {t.wrote(
              format.number(written.articles),
              format.number(written.pages),
              format.number(written.responses),
              format.number(written.files),
            )}
          </p>
        )}
        {brought && options.step === 'bring' && (
          <details>
            <summary>{t.reportOf(format.number(Math.round(brought.seconds * 10) / 10))}</summary>
            <Report report={brought} edition={edition} />
          </details>
        )}
        {kind === 'export' && state === 'done' && <ExportFile transfer={transfer} t={t} edition={edition} />}
      </>
    ),
  };
}

function ExportFile({ transfer, t, edition }: { transfer: TransferView; t: TransferTexts; edition: Edition }) {
  const { id, fileName, hasFile, bytes, finishedAt } = transfer;
  const { format, language } = edition;
  if (!hasFile) return <p className="desk-hint">{t.fileGone}</p>;
  const until = new Date(Date.parse(finishedAt ?? '') + keptDays * 86_400_000).toISOString();
  return (
    <div className="transfer-file">
      <a href={exportFilePath(id)}>{t.download(fileSize(bytes ?? 0, language))}</a>
      <span className="desk-tagged">{t.kept(format.shortDate(until))}</span>
      <DeskButton action={discardTransferAction} at={transferPath} fields={{ id }} about={t.removeOf(fileName)}>
        {t.remove}
      </DeskButton>
    </div>
  );
}
