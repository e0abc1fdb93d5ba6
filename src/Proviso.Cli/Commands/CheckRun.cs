using System.Buffers;
using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Proviso.Cli.Rendering;
using Proviso.Determinations;
using Proviso.Determinations.Intake;
using Proviso.Rules.Diagnostics;
using Proviso.Rules.Evaluation;
using Proviso.Rules.Explaining;
using Spectre.Console;

namespace Proviso.Cli.Commands;

/// <summary>One run of <c>check</c> over a file: one answer, or a batch with one answer each.</summary>
internal sealed class CheckRun(AnswerOptions options, ParseResult parsed, bool why, string? whyNot)
{
    // Answers kept for equal questions within a batch; then the memory starts over, so that it stays flat.
    private const int MostKept = 8192;

    private readonly Dictionary<QuestionKey, Kept> _kept = [];
    private readonly SortedDictionary<string, int> _outcomes = new(StringComparer.Ordinal);
    private Workbench _bench = null!;
    private Determiner _determiner = null!;
    private DateOnly _today;
    private int _answered;
    private int _refused;
    private int _exit;

    private sealed record Kept(byte[] Body, Determination Determination);

    /// <summary>A question by content: equal keys have equal answers.</summary>
    private readonly record struct QuestionKey(UInt128 Hash, DateOnly On);

    public int Run()
    {
        if (Workbench.Open(parsed.GetValue(options.Law)) is not { } bench)
        {
            return ExitCodes.BadInput;
        }

        _bench = bench;
        _determiner = new Determiner(bench.Rules);
        _today = DateOnly.FromDateTime(DateTime.Today);
        Scenarios.Require(bench.Rules, parsed.GetValue(options.Scenario));
        RequireProvision();
        var path = parsed.GetRequiredValue(options.File);
        using var stream = TransactionFile.Open(path);
        var json = parsed.GetValue(options.Format) == "json";
        using var entries = TransactionFile.Read(stream, path).GetEnumerator();
        if (!entries.MoveNext())
        {
            return ExitCodes.BadInput;
        }

        var first = entries.Current;
        return entries.MoveNext() ? Batch(first, entries, stream, json) : One(first, json);
    }

    private void RequireProvision()
    {
        if (whyNot is null)
        {
            return;
        }

        var names = _bench.Rules.Law.Corpora.SelectMany(c => c.Provisions).Select(p => p.Name).Distinct(StringComparer.Ordinal).ToList();
        if (!names.Contains(whyNot, StringComparer.Ordinal))
        {
            throw new CliException($"no provision `{whyNot}` in the law files", NearestName.Suggest(whyNot, names) ?? "`proviso law show` lists all provisions");
        }
    }

    private int One(Entry entry, bool json)
    {
        var intaken = Read(entry);
        if (intaken.Transaction is not { } transaction)
        {
            PrintProblems(intaken, "");
            return ExitCodes.BadInput;
        }

        var determination = _determiner.Decide(Question(transaction));
        if (whyNot is not null)
        {
            WhyNot(determination, json);
        }
        else if (json)
        {
            using var document = JsonOut.Open();
            DeterminationJson.Write(document, determination, why);
        }
        else
        {
            new DeterminationText(Terminal.Out()).Write(determination, transaction, why);
        }

        return ExitCodes.Of(determination);
    }

    private Intaken Read(Entry entry) => entry.Node is { } node ? _bench.Reader.Read(node) : new Intaken(null, null, [entry.Problem!]);

    private Question Question(Transaction transaction, FactFrame? frame = null) => _bench.Questions.Build(
        transaction,
        parsed.GetValue(options.On) ?? transaction.Date ?? _today,
        parsed.GetValue(options.AsKnownOn) ?? DateOnly.MaxValue,
        options.View(parsed),
        parsed.GetValue(options.Scenario),
        frame);

    private static void PrintProblems(Intaken intaken, string prefix)
    {
        foreach (var problem in intaken.Problems)
        {
            Console.Error.WriteLine($"{prefix}{problem}");
            if (problem.Help is not null)
            {
                Console.Error.WriteLine($"  = help: {problem.Help}");
            }
        }
    }

    private void WhyNot(Determination determination, bool json)
    {
        var found = determination.Authorities
            .SelectMany(a => a.Decision.Slice.Provisions.Where(p => string.Equals(p.Version.Name, whyNot, StringComparison.Ordinal)).Select(p => (Answer: a, Provision: p))).ToList();
        if (json)
        {
            using var document = JsonOut.Open();
            document.WriteStartObject();
            document.WriteNumber("formatVersion", DeterminationJson.FormatVersion);
            document.WriteString("provision", whyNot);
            document.WriteString("on", determination.Question.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            document.WriteBoolean("inForce", found.Count > 0);
            document.WriteStrings("status", found.Select(f => Proof.Standing(f.Answer.Decision, f.Provision)));
            document.WriteStrings("because", found.SelectMany(f => Proof.WhyNot(Proof.Of(f.Answer.Decision, f.Provision))).Select(s => s.Figures is null ? s.Text : $"{s.Text} ({s.Figures})").Distinct(StringComparer.Ordinal));
            document.WriteEndObject();
            return;
        }

        var console = Terminal.Out();
        if (found.Count == 0)
        {
            var asked = _bench.Rules.Law.Corpora.Where(c => c.Provisions.Any(p => string.Equals(p.Name, whyNot, StringComparison.Ordinal))).ToList();
            console.WriteLine(determination.NotAsked.Any(asked.Contains)
                ? $"{whyNot}: the law of {string.Join(", ", asked.Select(c => c.Authority))} is not concerned by this transaction"
                : $"{whyNot} does not count on {determination.Question.On:yyyy-MM-dd}; `proviso law show {whyNot} --on {determination.Question.On:yyyy-MM-dd}` says when it does");
            return;
        }

        foreach (var (answer, provision) in found)
        {
            var step = Proof.Of(answer.Decision, provision);
            console.WriteLine($"{whyNot} {provision.Version.Title}: {Proof.Standing(answer.Decision, provision)}");
            foreach (var reason in Proof.WhyNot(step))
            {
                console.WriteLine($"  {(reason.Value == Truth.Unknown ? "not settled" : "does not hold")}: {reason.Text}{(reason.Figures is null ? "" : $"   {reason.Figures}")}   ({reason.At})");
            }

            new DeterminationText(console).Step(step, 0);
        }
    }

    private int Batch(Entry first, IEnumerator<Entry> rest, Stream stream, bool json)
    {
        using var output = Console.OpenStandardOutput();
        using var buffered = new BufferedStream(output, 1 << 18);
        var length = stream.CanSeek ? stream.Length : 0;
        if (Console.IsErrorRedirected || !Terminal.Error().Profile.Capabilities.Interactive)
        {
            Stream(first, rest, buffered, json, null);
        }
        else
        {
            Terminal.Error().Progress().AutoClear(true).Start(context =>
            {
                var task = context.AddTask("checking", maxValue: Math.Max(1, length));
                task.IsIndeterminate = length == 0;
                Stream(first, rest, buffered, json, () => task.Value = stream.CanSeek ? stream.Position : 0);
            });
        }

        buffered.Flush();
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{_answered} answered ({string.Join(", ", _outcomes.Select(o => $"{o.Value} {o.Key}"))}), {_refused} refused"));
        return _exit;
    }

    private void Stream(Entry first, IEnumerator<Entry> rest, Stream output, bool json, Action? progress)
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 14);
        var writer = new Utf8JsonWriter(buffer, JsonOut.Options(indented: false));
        var frame = new FactFrame(_bench.Rules.Schema);
        var index = 0;
        Answer(first);
        do
        {
            Answer(rest.Current);
        }
        while (rest.MoveNext());
        writer.Dispose();

        void Answer(Entry entry)
        {
            index++;
            if ((index & 4095) == 0)
            {
                progress?.Invoke();
            }

            var intaken = Read(entry);
            if (intaken.Transaction is not { } transaction)
            {
                _refused++;
                _exit = ExitCodes.Worse(_exit, ExitCodes.BadInput);
                Refusal(intaken, entry, index, json, output, buffer, writer);
                return;
            }

            var kept = Decide(Question(transaction, frame), buffer, writer);
            var code = ExitCodes.Of(kept.Determination);
            _answered++;
            _exit = ExitCodes.Worse(_exit, code);
            var word = kept.Determination.Outcome.Word() + (kept.Determination.Holds.Count > 0 ? " on hold" : "");
            _outcomes[word] = _outcomes.GetValueOrDefault(word) + 1;
            if (json)
            {
                WriteLine(output, transaction.Id, index, kept.Body, buffer, writer);
            }
            else
            {
                output.Write(Encoding.UTF8.GetBytes(Line(kept.Determination, transaction, index)));
            }
        }
    }

    private static string Line(Determination d, Transaction t, int index)
    {
        var outcome = d.Outcome.Word() + (d.Holds.Count > 0 ? " (hold)" : "");
        var way = $"{t.Origin?.Code ?? "?"}→{t.Destination?.Code ?? "?"}";
        return string.Create(CultureInfo.InvariantCulture,
            $"{t.Id ?? $"#{index}",-24}  {outcome,-26}  {d.Review?.Word() ?? "-",-23}  {t.Product?.Id ?? "figures",-20}  {way}  {d.Question.On:yyyy-MM-dd}  ")
            + string.Join(' ', d.Classifications) + "\n";
    }

    private Kept Decide(Question question, ArrayBufferWriter<byte> buffer, Utf8JsonWriter writer)
    {
        var key = new QuestionKey(KeyOf(question), question.On);
        if (_kept.TryGetValue(key, out var kept))
        {
            return kept;
        }

        // The frame is the batch's own and is written again for the next line, so what is kept gets a copy.
        var determination = _determiner.Decide(question with { Facts = question.Facts.Copy() });
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        writer.WriteStartObject();
        DeterminationJson.WriteBody(writer, determination, why);
        writer.WriteEndObject();
        writer.Flush();
        kept = new Kept(buffer.WrittenSpan[1..].ToArray(), determination);
        if (_kept.Count >= MostKept)
        {
            _kept.Clear();
        }

        _kept[key] = kept;
        return kept;
    }

    private static UInt128 KeyOf(Question question)
    {
        var hash = new System.IO.Hashing.XxHash128();
        hash.Append(System.Runtime.InteropServices.MemoryMarshal.AsBytes<long>(question.Facts.Slots));
        foreach (var piece in question.Evidence)
        {
            Append($"e|{piece.Kind}|{piece.From}|{piece.Country}|{piece.Independent}|{piece.Reference}");
        }

        foreach (var certification in question.Certifications)
        {
            Append("c|" + certification);
        }

        foreach (var assumption in question.Assumptions)
        {
            Append("a|" + assumption.Fact);
        }

        return hash.GetCurrentHashAsUInt128();

        void Append(string text) => hash.Append(System.Runtime.InteropServices.MemoryMarshal.AsBytes(text.AsSpan()));
    }

    private static void WriteLine(Stream output, string? id, int index, byte[] body, ArrayBufferWriter<byte> buffer, Utf8JsonWriter writer)
    {
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        writer.WriteStartObject();
        writer.WriteNumber("formatVersion"u8, DeterminationJson.FormatVersion);
        writer.WriteNumber("line"u8, index);
        writer.WriteString("id"u8, id);
        writer.Flush();
        output.Write(buffer.WrittenSpan);
        output.WriteByte((byte)',');
        output.Write(body);
        output.WriteByte((byte)'\n');
    }

    private static void Refusal(Intaken intaken, Entry entry, int index, bool json, Stream output, ArrayBufferWriter<byte> buffer, Utf8JsonWriter writer)
    {
        if (!json)
        {
            PrintProblems(intaken, string.Create(CultureInfo.InvariantCulture, $"#{index}{(intaken.Id is null ? "" : $" ({intaken.Id})")}: "));
            return;
        }

        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        writer.WriteStartObject();
        writer.WriteNumber("formatVersion"u8, DeterminationJson.FormatVersion);
        writer.WriteNumber("line"u8, index);
        writer.WriteString("id"u8, intaken.Id);
        writer.WriteString("outcome"u8, "refused");
        writer.WriteStartArray("problems"u8);
        foreach (var problem in intaken.Problems)
        {
            writer.WriteStartObject();
            writer.WriteString("code"u8, problem.Code);
            writer.WriteString("path"u8, problem.Path);
            writer.WriteNumber("line"u8, problem.Line > 0 ? problem.Line : entry.Line);
            writer.WriteNumber("column"u8, problem.Column);
            writer.WriteString("message"u8, problem.Message);
            writer.WriteString("help"u8, problem.Help);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        output.Write(buffer.WrittenSpan);
        output.WriteByte((byte)'\n');
    }
}
