using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Proviso.Cli.Commands.Law;
using Proviso.Journal;

namespace Proviso.Cli.Commands.Audit;

/// <summary><c>proviso audit show</c>: lists entries of a book.</summary>
internal static class AuditShow
{
    public static Command Create()
    {
        var (journal, book, format) = (AuditFiles.JournalOption(), AuditFiles.BookOption(), LawCommand.FormatOption());
        var id = new Option<string?>("--id") { Description = "Only the record with this id.", HelpName = "ID" };
        var witnessed = AuditFiles.WitnessedOption();
        var from = NumberOption.CountOrNone("--from", "The first entry to show, from 0.");
        var to = NumberOption.CountOrNone("--to", "The last entry to show.");
        var command = new Command("show", """
            Lists entries: sequence, when recorded, when it happened, kind, id, and the writer's epoch.
            Exit codes: 0 shown, 2 bad input or no such entry, 71 the journal is damaged.
            """) { journal, book, witnessed, id, from, to, format };
        command.SetAction(parsed =>
        {
            var (name, first, last) = (parsed.GetRequiredValue(book), parsed.GetValue(from) ?? 0, parsed.GetValue(to) ?? long.MaxValue);
            if (first < 0 || last < first || (parsed.GetValue(id) is not null && (parsed.GetValue(from) ?? parsed.GetValue(to)) is not null))
            {
                throw new CliException("these entries cannot be meant", "--id, or --from and --to with 0 <= from <= to");
            }

            var opened = AuditFiles.OpenWhole(parsed.GetRequiredValue(journal), name, parsed.GetValue(witnessed));
            using var closing = (IDisposable)opened;
            var entries = opened.Read(name, first).TakeWhile(e => e.Sequence <= last);
            if (parsed.GetValue(id) is { } wanted)
            {
                entries = [entries.FirstOrDefault(e => e.Record.Id == wanted) ?? throw new CliException($"book {name} has no record `{Shown.Text(wanted)}`", "ids are those that clients sent")];
            }

            if (parsed.GetValue(format) == "json")
            {
                WriteJson(name, entries);
            }
            else
            {
                WriteText(entries);
            }

            return ExitCodes.Clear;
        });
        return command;
    }

    private static void WriteText(IEnumerable<JournalEntry> entries)
    {
        // Fixed columns, so that a long book can be written as it is read.
        Console.Out.WriteLine($"{"entry",9}  {"recorded",-20}  {"happened",-20}  {"kind",-16}  {"writer",6}  id");
        foreach (var entry in entries)
        {
            Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{entry.Sequence,9}  {entry.RecordTime:yyyy-MM-ddTHH:mm:ss'Z'}  {entry.Record.EventTime:yyyy-MM-ddTHH:mm:ss'Z'}  {entry.Record.Kind,-16}  {entry.Epoch,6}  {Shown.Text(entry.Record.Id)}"));
        }
    }

    private static void WriteJson(string book, IEnumerable<JournalEntry> entries)
    {
        using var json = JsonOut.Open();
        json.WriteStartObject();
        json.WriteNumber("formatVersion", 1);
        json.WriteString("book", book);
        json.WriteStartArray("entries");
        Utf8JsonWriter row = json;
        foreach (var entry in entries)
        {
            row.WriteStartObject();
            row.WriteNumber("sequence", entry.Sequence);
            row.WriteString("recordTime", entry.RecordTime.ToString("O", CultureInfo.InvariantCulture));
            row.WriteString("eventTime", entry.Record.EventTime.ToString("O", CultureInfo.InvariantCulture));
            row.WriteString("kind", entry.Record.Kind);
            row.WriteString("id", entry.Record.Id);
            row.WriteNumber("epoch", entry.Epoch);
            row.WriteBase64String("leaf", entry.LeafHash());
            row.WriteBase64String("body", entry.Record.Body.Span);
            row.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
