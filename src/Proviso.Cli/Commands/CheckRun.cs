using System.Buffers;
using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Proviso.Cli.Commands.Screening;
using Proviso.Cli.Rendering;
using Proviso.Determinations;
using Proviso.Determinations.Intake;
using Proviso.Determinations.Screened;
using Proviso.Documents;
using Proviso.Rules;
using Proviso.Rules.Diagnostics;
using Proviso.Rules.Evaluation;
using Proviso.Rules.Explaining;
using Proviso.Rules.Text;
using Spectre.Console;

namespace Proviso.Cli.Commands;

/// <summary>One run of <c>check</c> over a file: one answer, or a batch with one answer each.</summary>
internal sealed class CheckRun(AnswerOptions options, ParseResult parsed, bool why, string? whyNot)
{
    // Answers kept within a batch for questions that the law cannot tell apart; then the memory starts over, so that it stays flat.
    private const int MostKept = 16_384;

    // From here on compiling the law pays.
    private const int ManyAnswers = 64;

    private readonly Dictionary<string, AskedLaw?> _lawOf = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _outcomes = new(StringComparer.Ordinal);
    private Workbench _bench = null!;
    private AskedLaw _open = null!;
    private string? _asker;
    private TransactionScreening _screening = null!;
    private DateOnly _today;
    private DateOnly? _on;
    private DateTimeOffset? _at;
    private DateOnly _knownOn;
    private LawView _view;
    private string? _scenario;
    private int _answered;
    private int _refused;
    private int _exit;

    /// <summary>What an answer keeps for the next question like it: its JSON from the day to the receipt, and what the summary counts.</summary>
    private sealed record Kept(byte[]? Body, Determination Determination, string Word, int ExitCode);

    /// <summary>A question by what the law looks at: equal keys have equal answers, but for id, day and receipt.</summary>
    private readonly record struct QuestionKey(UInt128 Hash, int Effective, int Known);

    /// <summary>The law as somebody may read it, with all that was kept of it: nothing kept for one asker answers another.</summary>
    private sealed class AskedLaw(RuleSet rules)
    {
        public RuleSet Rules { get; } = rules;

        public QuestionBuilder Questions { get; } = new(rules.Schema);

        public Determiner Determiner { get; set; } = new(rules);

        public FactFrame Frame { get; } = new(rules.Schema);

        public Dictionary<QuestionKey, Kept> Kept { get; } = [];

        public Dictionary<(int, int), int[]> Looked { get; } = [];

        public int Answered { get; set; }

        public int[]? Past { get; set; }
    }

    private readonly System.IO.Hashing.XxHash128 _hash = new();

    public int Run()
    {
        if (Workbench.Open(parsed.GetValue(options.Law)) is not { } bench)
        {
            return ExitCodes.BadInput;
        }

        _bench = bench;
        var book = parsed.GetValue(options.Ownership) is { } file ? OwnershipFile.Read(file) : null;
        _screening = new TransactionScreening(ListFolder.Open(parsed.GetValue(options.Lists), DateTimeOffset.UtcNow).Screener(), book);
        _open = new AskedLaw(bench.Rules);
        _asker = AskerName.Of(parsed.GetValue(options.Asker));
        _today = DateOnly.FromDateTime(DateTime.Today);
        _on = parsed.GetValue(options.On);
        _at = parsed.GetValue(options.At);
        if (_on is not null && _at is not null)
        {
            throw new CliException("--on and --at both say when", "give one of them");
        }

        _knownOn = parsed.GetValue(options.AsKnownOn) ?? DateOnly.MaxValue;
        _view = options.View(parsed);
        _scenario = parsed.GetValue(options.Scenario);
        if (LawOf(_asker) is not { } law)
        {
            return ExitCodes.BadInput;
        }

        Scenarios.Require(law.Rules, _scenario);
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

    /// <summary>The law that somebody may read; null when what was written to them has errors, which are printed once.</summary>
    private AskedLaw? LawOf(string? asker)
    {
        if (_bench.Rules.IsFor(asker))
        {
            return _open;
        }

        if (!_lawOf.TryGetValue(asker!, out var law))
        {
            var loaded = _bench.Rules.For(asker);
            if (loaded.RuleSet is null)
            {
                LawFolder.Print(loaded.Diagnostics, Console.Error);
                Console.Error.WriteLine("the law written to this asker has errors, so nothing is answered to them; `proviso law check --as-organization` lists them");
            }

            _lawOf[asker!] = law = loaded.RuleSet is { } rules ? new AskedLaw(rules) : null;
        }

        return law;
    }

    private void RequireProvision(RuleSet rules)
    {
        if (whyNot is null)
        {
            return;
        }

        var names = rules.Law.Corpora.SelectMany(c => c.Provisions).Select(p => p.Name).Distinct(StringComparer.Ordinal).ToList();
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

        var law = LawOf(transaction.Asker)!;
        RequireProvision(law.Rules);
        var determination = law.Determiner.Decide(Question(transaction, law));
        if (whyNot is not null)
        {
            WhyNot(determination, json, law.Rules);
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

    private Intaken Read(Entry entry)
    {
        if (entry.Node is not { } node)
        {
            return new Intaken(null, null, [entry.Problem!]);
        }

        // Parts that lines share carry the place of the first; a problem needs its own.
        var read = _bench.Reader.Read(node);
        if (read.Problems.Count > 0 && !entry.Raw.IsEmpty)
        {
            read = _bench.Reader.Read(new JsonDocumentReader().Read(entry.Raw.Span, entry.Line));
        }

        return Asked(read, node);
    }

    /// <summary>The transaction as asked by whom it or the command names; refused where the two name different organizations.</summary>
    private Intaken Asked(Intaken read, DataNode node)
    {
        if (read.Transaction is not { } transaction)
        {
            return read;
        }

        var place = node["asker"] ?? node;
        if (_asker is not null && transaction.Asker is { } stated && !string.Equals(stated, _asker, StringComparison.Ordinal))
        {
            return Refused($"the transaction says that `{stated}` asks, the command that `{_asker}` does", "say it in one place");
        }

        transaction = transaction with { Asker = transaction.Asker ?? _asker };
        return LawOf(transaction.Asker) is null
            ? Refused("the law written to this asker has errors, so nothing is answered to them", "`proviso law check --as-organization NAME` lists the errors")
            : read with { Transaction = transaction };

        Intaken Refused(string message, string help) => new(null, read.Id, [new Problem("PRV0517", "asker", place.Line, place.Column, message, help)]);
    }

    private Question Question(Transaction transaction, AskedLaw law, FactFrame? frame = null)
    {
        // A day asked for on the command line is a day alone; an instant there takes the place of the transaction's own.
        transaction = _at is not null ? transaction with { At = _at } : _on is not null ? transaction with { At = null } : transaction;
        var on = transaction.At is { } at ? DateOnly.FromDateTime(at.DateTime) : _on ?? transaction.Date ?? _today;
        return law.Questions.Build(transaction, on, _knownOn, _view, _scenario, frame, _screening.Screen(transaction, on));
    }

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

    private void WhyNot(Determination determination, bool json, RuleSet rules)
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
            var asked = rules.Law.Corpora.Where(c => c.Provisions.Any(p => string.Equals(p.Name, whyNot, StringComparison.Ordinal))).ToList();
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
        RequireProvision(LawOf(_asker)!.Rules);
        using var output = Output.Open();
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
        if (_bench.Rules.Incomplete is { IsEmpty: false } lacking)
        {
            Console.Error.WriteLine($"the law is incomplete, so nothing is settled: {string.Join("; ", lacking.Take(6))}; `proviso law manifest` tells all of it");
        }

        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{_answered} answered ({string.Join(", ", _outcomes.OrderBy(o => o.Key, StringComparer.Ordinal).Select(o => $"{o.Value} {o.Key}"))}), {_refused} refused"));
        return _exit;
    }

    private void Stream(Entry first, IEnumerator<Entry> rest, Stream output, bool json, Action? progress)
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 14);
        var writer = new Utf8JsonWriter(buffer, JsonOut.Options(indented: false));
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

            var law = LawOf(transaction.Asker)!;
            var question = Question(transaction, law, law.Frame);
            var kept = Decide(law, question, json, buffer, writer);
            law.Answered++;
            _answered++;
            _exit = ExitCodes.Worse(_exit, kept.ExitCode);
            System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_outcomes, kept.Word, out _)++;
            if (json)
            {
                WriteLine(output, question, index, kept, buffer, writer);
            }
            else
            {
                Line(output, buffer, kept, transaction, question.On, index);
            }
        }
    }

    private static void Line(Stream output, ArrayBufferWriter<byte> buffer, Kept kept, Transaction t, DateOnly on, int index)
    {
        Span<char> number = stackalloc char[16];
        number[0] = '#';
        index.TryFormat(number[1..], out var digits, default, CultureInfo.InvariantCulture);
        buffer.ResetWrittenCount();
        Column(t.Id is null ? number[..(digits + 1)] : t.Id, 24);
        Column(kept.Word, 26);
        Column(kept.Determination.Review?.Word() ?? "-", 23);
        Column(t.Product?.Id ?? "figures", 20);
        Column(t.Origin?.Code ?? "?", 0);
        buffer.Write("→"u8);
        Column(t.Destination?.Code ?? "?", 0);
        buffer.Write("  "u8);
        var day = buffer.GetSpan(10);
        on.TryFormat(day, out var written, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        buffer.Advance(written);
        buffer.Write(" "u8);
        foreach (var classification in kept.Determination.Classifications)
        {
            buffer.Write(" "u8);
            Column(classification, 0);
        }

        buffer.Write("\n"u8);
        output.Write(buffer.WrittenSpan);

        void Column(ReadOnlySpan<char> text, int width)
        {
            buffer.Advance(Encoding.UTF8.GetBytes(text, buffer.GetSpan(Encoding.UTF8.GetMaxByteCount(text.Length))));
            if (width > 0)
            {
                var blanks = Math.Max(0, width - text.Length) + 2;
                buffer.GetSpan(blanks)[..blanks].Fill((byte)' ');
                buffer.Advance(blanks);
            }
        }
    }

    private Kept Decide(AskedLaw law, Question question, bool json, ArrayBufferWriter<byte> buffer, Utf8JsonWriter writer)
    {
        var key = KeyOf(law, question);
        if (law.Kept.TryGetValue(key, out var kept))
        {
            return kept;
        }

        if (law.Answered == ManyAnswers)
        {
            law.Determiner = new Determiner(law.Rules, compiled: true);
        }

        // The frame is the batch's own and is written again for the next line, so what is kept gets a copy.
        // One line of text says the outcome; nearest changes and the body are for the machine form.
        var determination = law.Determiner.Decide(question with { Facts = question.Facts.Copy() }, withChanges: json);
        var word = determination.Outcome.Word() + (determination.Holds.Count > 0 ? " on hold" : "");
        kept = new Kept(json ? Body(determination, buffer, writer) : null, determination, word, ExitCodes.Of(determination));
        if (law.Kept.Count >= MostKept)
        {
            law.Kept.Clear();
        }

        law.Kept[key] = kept;
        return kept;
    }

    private byte[] Body(Determination determination, ArrayBufferWriter<byte> buffer, Utf8JsonWriter writer)
    {
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        writer.WriteStartObject();
        DeterminationJson.WriteBody(writer, determination, why);
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan[1..^1].ToArray();
    }

    /// <summary>The slots that the law of a stretch of days looks at; what it does not look at cannot change an answer.</summary>
    private static int[] LookedAt(AskedLaw law, Question question, (int, int) stretch)
    {
        if (!law.Looked.TryGetValue(stretch, out var slots))
        {
            // Both views: an answer as enforced also says where the text alone would differ.
            var slices = law.Rules.Law.Corpora.SelectMany(c => new[] { LawView.AsEnforced, LawView.OnTheText }
                .Select(v => law.Rules.Slice(c, question.On, question.KnownOn, v, question.Scenario)));
            slots = [.. CellSpace.Of(false, slices).FactsUsed().SelectMany(f => Enumerable.Range(f.Slot, f.Length))];
            law.Looked[stretch] = slots;
        }

        return slots;
    }

    private QuestionKey KeyOf(AskedLaw law, Question question)
    {
        var stretch = law.Rules.StretchOf(question.On, question.KnownOn);
        var looked = LookedAt(law, question, stretch);
        Span<long> row = stackalloc long[looked.Length];
        for (var i = 0; i < looked.Length; i++)
        {
            row[i] = question.Facts.Slots[looked[i]];
        }

        var bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(row);

        // What is stated of the past, and an instant, is told in the answer whatever the law of the stretch looks at.
        law.Past ??= [.. law.Rules.Law.Corpora.SelectMany(SavingReading.FactsOf).Select(f => f.Slot).Distinct()];
        var past = question.At is not null || Array.Exists(law.Past, s => question.Facts.Slots[s] != Rules.Binding.FactSchema.Unknown);
        if (!past && question.Bounds.Count == 0 && question.Evidence.Count == 0 && question.Certifications.Count == 0 && question.Assumptions.Count == 0 && question.Papers.Count == 0 && question.Screening is null or { Holds.IsEmpty: true })
        {
            return new QuestionKey(System.IO.Hashing.XxHash128.HashToUInt128(bytes), stretch.Effective, stretch.Known);
        }

        var hash = _hash;
        hash.Reset();
        hash.Append(bytes);
        if (past)
        {
            Append(string.Create(CultureInfo.InvariantCulture, $"{question.On:O} {question.At:O}"));

            // Authorities asked on other days may look at other facts.
            hash.Append(System.Runtime.InteropServices.MemoryMarshal.AsBytes(question.Facts.Slots.AsSpan()));
        }

        foreach (var piece in question.Evidence)
        {
            Append(piece.Kind);
            Append(piece.From);
            Append(piece.Country);
            Append(piece.Independent switch { null => "?", true => "y", false => "n" });
            Append(piece.Reference);
        }

        hash.Append("c"u8);
        foreach (var certification in question.Certifications)
        {
            Append(certification);
        }

        hash.Append("a"u8);
        foreach (var assumption in question.Assumptions)
        {
            Append(assumption.Fact);
            Append(assumption.Text);
        }

        hash.Append("p"u8);
        foreach (var paper in question.Papers)
        {
            // A paper holds from day to day, the law from stretch to stretch.
            Append(question.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            Append(paper.Authority);
            Append(paper.Place);
            Append(paper.Kind);
            Append(paper.Reference);
            Append(paper.Sha256);
            Append(paper.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            Append(paper.ValidUntil.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            Append(string.Create(CultureInfo.InvariantCulture, $"{paper.FiledBy.Count}"));
            foreach (var person in paper.FiledBy)
            {
                Append(person);
            }
        }

        hash.Append("b"u8);
        foreach (var bound in question.Bounds)
        {
            Append(bound.Fact);
            hash.Append(BitConverter.GetBytes(bound.AtLeast));
            Append(bound.Source);
        }

        hash.Append("h"u8);
        foreach (var hold in question.Screening?.Holds ?? [])
        {
            Append(hold);
        }

        return new QuestionKey(hash.GetCurrentHashAsUInt128(), stretch.Effective, stretch.Known);

        // The length stands before the text, so that no two lists run together into one; nothing is not the empty text.
        void Append(string? text)
        {
            var length = text?.Length ?? -1;
            hash.Append(System.Runtime.InteropServices.MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in length)));
            hash.Append(System.Runtime.InteropServices.MemoryMarshal.AsBytes(text.AsSpan()));
        }
    }

    private static void WriteLine(Stream output, Question question, int index, Kept kept, ArrayBufferWriter<byte> buffer, Utf8JsonWriter writer)
    {
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        writer.WriteStartObject();
        writer.WriteNumber("formatVersion"u8, DeterminationJson.FormatVersion);
        writer.WriteNumber("line"u8, index);
        writer.WriteString("id"u8, question.Id);
        writer.WriteString("on"u8, question.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        DeterminationJson.WriteInstant(writer, question);
        DeterminationJson.WriteAsker(writer, question);
        writer.Flush();
        output.Write(buffer.WrittenSpan);
        output.WriteByte((byte)',');
        output.Write(kept.Body!);
        output.WriteByte((byte)',');
        buffer.ResetWrittenCount();
        writer.Reset(buffer);
        writer.WriteStartObject();
        DeterminationJson.WriteScreening(writer, question.Screening, withProof: false);
        DeterminationJson.WriteReceipt(writer, kept.Determination.Receipt with { FactsHash = Determiner.FactsHash(question) });
        writer.WriteEndObject();
        writer.Flush();
        output.Write(buffer.WrittenSpan[1..]);
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
