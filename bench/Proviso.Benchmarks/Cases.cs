using Proviso.Determinations.Intake;
using Proviso.Documents;
using Proviso.Items;
using Proviso.Parties;
using Proviso.Rules;
using Proviso.Rules.Binding;
using Proviso.Rules.Evaluation;

namespace Proviso.Benchmarks;

/// <summary>The transactions that the engines decide: every chip of the catalog to many places, wholly stated.</summary>
internal sealed class Cases
{
    public const string Corpus = "us.ear";
    public static readonly DateOnly Day = new(2026, 2, 10);

    private static readonly string[] Places = ["CN", "SG", "AE", "DE", "IN", "RU", "TW", "VN", "MO", "SA"];

    public Cases(RuleSet rules)
    {
        Slice = rules.Slice(rules.FindCorpus(Corpus)!, Day, DateOnly.MaxValue);
        var catalog = ChipCatalog.Read(new StringReader(File.ReadAllText(Path.Combine(Folders.Root, "data/chips/catalog.yaml"))));
        var groups = GroupNames.Read(new StringReader(File.ReadAllText(Path.Combine(Folders.Root, "data/parties/groups.yaml"))));
        var reader = new TransactionReader(rules.Schema, catalog, groups);
        var questions = new QuestionBuilder(rules.Schema);
        var frames = new List<FactFrame>();
        foreach (var product in catalog.Products)
        {
            foreach (var place in Places)
            {
                for (var variant = 0; variant < 4; variant++)
                {
                    var line = Transactions.Line(product.Id, place, variant, Day, frames.Count, frames.Count);
                    var read = reader.Read(new JsonDocumentReader().Read(System.Text.Encoding.UTF8.GetBytes(line)));
                    var transaction = read.Transaction ?? throw new InvalidOperationException(line + "\n" + string.Join('\n', read.Problems));
                    frames.Add(Complete(questions.Build(transaction, Day, DateOnly.MaxValue, LawView.AsEnforced, null).Facts));
                }
            }
        }

        Frames = [.. frames];
        Rows = [.. frames.Select(f => f.Slots)];
    }

    public CorpusSlice Slice { get; }

    public FactFrame[] Frames { get; }

    public long[][] Rows { get; }

    /// <summary>Every fact known: what the transaction does not say does not apply, since the other engine has no third value.</summary>
    private static FactFrame Complete(FactFrame frame)
    {
        foreach (var fact in frame.Schema.Facts.Where(f => f.Slot >= 0 && !frame.IsKnown(f)))
        {
            if (fact.Type is FactType.SetOf or FactType.Record)
            {
                frame.Slots[fact.Slot] = 0;
            }
            else if (frame.Schema.Facts.Any(r => r.Divisor == fact))
            {
                frame.Slots[fact.Slot] = 1;
            }
            else if (fact.Type == FactType.YesNo)
            {
                frame.Set(fact, false);
            }
            else
            {
                frame.SetNotApplicable(fact);
            }
        }

        foreach (var record in frame.Schema.Facts.Where(f => f.Record is not null))
        {
            for (var row = 0; row < frame.Rows(record); row++)
            {
                foreach (var field in record.Record!.Fields.Where(f => frame.Slots[f.Slot + (row * record.Record.RowLength)] == FactSchema.Unknown))
                {
                    frame.SetNotApplicable(field, row);
                }
            }
        }

        return frame;
    }
}
