using System.CommandLine;
using System.Globalization;
using Proviso.Cli.Commands.Law;
using Proviso.Determinations.Intake;
using Proviso.Documents;
using Proviso.Items;
using Proviso.Quantities;
using Proviso.Rules.Binding;
using Proviso.Rules.Evaluation;

namespace Proviso.Cli.Commands;

/// <summary><c>proviso item …</c>: products and their classification.</summary>
internal static class ItemCommand
{
    private static readonly (string Option, string Field, string Help)[] Figures =
    [
        ("--tpp", "tpp", "Total processing performance."),
        ("--die-area", "dieArea", "Applicable die area in mm², or not-applicable."),
        ("--dram-bandwidth", "dramBandwidth", "Total DRAM bandwidth in GB/s."),
        ("--transfer-rate", "transferRate", "Aggregate bidirectional transfer rate in GB/s."),
        ("--datacenter", "datacenter", "Designed or marketed for datacenters: yes or no."),
        ("--kind", "kind", "integrated-circuit, computer, hbm or other."),
        ("--hbm-bandwidth", "hbmBandwidth", "Bandwidth of an HBM stack in GB/s."),
        ("--hbm-area", "hbmArea", "Area of an HBM package or stack in mm²."),
    ];

    public static Command Create()
    {
        var command = new Command("item", "Products of the catalog and how they are classified.");
        command.Subcommands.Add(Classify());
        command.Subcommands.Add(List());
        return command;
    }

    private static Command List()
    {
        var format = LawCommand.FormatOption();
        var command = new Command("list", "Lists the products of the catalog.") { format };
        command.SetAction(parsed =>
        {
            if (Workbench.Open(null) is not { } bench)
            {
                return ExitCodes.BadInput;
            }

            if (parsed.GetValue(format) == "json")
            {
                using var json = JsonOut.Open();
                json.WriteStartObject();
                json.WriteNumber("formatVersion", 1);
                json.WriteStartArray("products");
                foreach (var p in bench.Catalog.Products)
                {
                    json.WriteStartObject();
                    json.WriteString("id", p.Id);
                    json.WriteString("name", p.Name);
                    json.WriteStrings("aliases", p.Aliases);
                    json.WriteString("tpp", ItemWorking.Of(p.Operations, null, p.DieArea).Tpp is { } tpp ? FixedPoint.ToText(tpp) : null);
                    json.WriteStrings("marks", p.Marks.Select(m => $"{m.Key}: {m.Value}"));
                    json.WriteString("source", p.Source);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
                return ExitCodes.Clear;
            }

            foreach (var p in bench.Catalog.Products)
            {
                var tpp = ItemWorking.Of(p.Operations, null, p.DieArea).Tpp;
                Console.Out.WriteLine($"{p.Id,-20} {p.Name,-28} TPP {(tpp is { } t ? FixedPoint.ToText(t) : "not public"),-11} also: {string.Join(", ", p.Aliases)}");
            }

            return ExitCodes.Clear;
        });
        return command;
    }

    private static Command Classify()
    {
        var product = new Argument<string?>("product") { Description = "A product of the catalog, or a YAML or JSON file with the fields of `item`. Without it, figures by options.", Arity = ArgumentArity.ZeroOrOne };
        var on = LawCommand.DateOption("--on", "The day of the law. Default: today.");
        var law = LawCommand.LawOption();
        var format = LawCommand.FormatOption();
        var figures = Figures.Select(f => (f.Field, Option: new Option<string?>(f.Option) { Description = f.Help, HelpName = "FIGURE" })).ToList();
        var command = new Command("classify", "Classifies a product or figures on a day, with the working shown. Example: proviso item classify h200 --on 2026-02-10") { product, on, law, format };
        foreach (var (_, option) in figures)
        {
            command.Add(option);
        }

        command.SetAction(parsed =>
        {
            if (Workbench.Open(parsed.GetValue(law)) is not { } bench)
            {
                return ExitCodes.BadInput;
            }

            var problems = new List<Problem>();
            var fields = new DataNode(DataKind.Map, null, 0, 0);
            foreach (var (field, option) in figures)
            {
                if (parsed.GetValue(option) is { } text)
                {
                    fields.Fields.Add(new(field, new DataNode(DataKind.Scalar, text, 0, 0)));
                }
            }

            var (chip, item) = Item(bench, parsed.GetValue(product), fields, problems);
            if (problems.Count > 0 || item is null)
            {
                foreach (var problem in problems)
                {
                    Console.Error.WriteLine($"proviso: {problem}");
                    if (problem.Help is not null)
                    {
                        Console.Error.WriteLine($"  = help: {problem.Help}");
                    }
                }

                return ExitCodes.BadInput;
            }

            var day = parsed.GetValue(on) ?? DateOnly.FromDateTime(DateTime.Today);
            return Answer(bench, chip, item, day, parsed.GetValue(format) == "json");
        });
        return command;
    }

    private static (ChipProduct? Product, ItemFigures? Item) Item(Workbench bench, string? named, DataNode fields, List<Problem> problems)
    {
        if (named is not null && File.Exists(named))
        {
            using var stream = TransactionFile.Open(named);
            var entry = TransactionFile.Read(stream, named).First();
            if (entry.Node is not { } node)
            {
                problems.Add(entry.Problem!);
                return (null, null);
            }

            if (node["item"] is not null || node["product"] is not null)
            {
                var intaken = bench.Reader.Read(node);
                problems.AddRange(intaken.Problems);
                return (intaken.Transaction?.Product, intaken.Transaction?.Item);
            }

            return (null, bench.Reader.Figures(null, new FieldReader(node, "", problems, TransactionReader.ItemFields), problems));
        }

        ChipProduct? product = null;
        if (named is not null)
        {
            product = bench.Catalog.Find(named);
            if (product is null)
            {
                problems.Add(new Problem("PRV0513", "", 0, 0, $"the catalog has no product `{named}`, and there is no such file", bench.Catalog.Suggest(named)));
                return (null, null);
            }
        }
        else if (fields.Fields.Count == 0)
        {
            problems.Add(new Problem("PRV0512", "", 0, 0, "neither a product nor figures are given", "try `proviso item classify h200`, or `--tpp 15832 --die-area 814 --datacenter yes`"));
            return (null, null);
        }

        return (product, bench.Reader.Figures(product, new FieldReader(fields, "", problems, TransactionReader.ItemFields), problems));
    }

    private static int Answer(Workbench bench, ChipProduct? product, ItemFigures item, DateOnly day, bool json)
    {
        var question = bench.Questions.Build(new Transaction { Item = item, Product = product }, day, DateOnly.MaxValue, LawView.AsEnforced, null);
        var decisions = bench.Rules.Law.Corpora.Select(c => bench.Rules.Slice(c, day, DateOnly.MaxValue).Decide(question.Facts)).ToList();
        var found = decisions.SelectMany(d => d.Classifications()).ToList();
        var open = found.Where(c => c.Value == Truth.Unknown).Select(c => c.Name).ToList();
        var names = found.Where(c => c.Value == Truth.Yes).Select(c => c.Name).Order(StringComparer.Ordinal).ToList();
        var missing = decisions.Where(d => d.Classifications().Any(c => c.Value == Truth.Unknown))
            .SelectMany(d => d.Slice.Provisions.Where(p => p.Version.Effect is NameEffect { Classification: true } && d.Applies(p) == Truth.Unknown)
                .SelectMany(p => d.MissingFor(p))).Distinct().OrderBy(f => f.Slot).ToList();
        var further = WillAsk(bench, question, day);
        if (json)
        {
            using var writer = JsonOut.Open();
            writer.WriteStartObject();
            writer.WriteNumber("formatVersion", 1);
            writer.WriteString("product", product?.Id);
            writer.WriteString("on", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            writer.WriteStrings("incomplete", bench.Rules.Incomplete);
            writer.WriteStrings("classifications", names);
            writer.WriteStrings("undetermined", open);
            writer.WriteString("tpp", item.Working.Tpp is { } tpp ? FixedPoint.ToText(tpp) : null);
            writer.WriteString("decidingFormat", item.Working.Deciding?.Format);
            writer.WriteString("dieArea", item.Working.DieArea is { } area ? FixedPoint.ToText(area) : null);
            writer.WriteString("performanceDensityRounded", item.Working.DensityShown?.ToString("0.00################", CultureInfo.InvariantCulture));
            writer.WriteStrings("working", item.Working.Lines());
            writer.WriteStrings("missing", missing.Select(f => f.Name));
            writer.WriteStrings("willAsk", further.Select(f => f.Name));
            writer.WriteStrings("assumptions", question.Assumptions.Where(a => a.Fact.StartsWith("item.", StringComparison.Ordinal)).Select(a => a.Text));
            writer.WriteStrings("marks", product?.Marks.Select(m => $"{m.Key}: {m.Value}") ?? []);
            writer.WriteString("corpusHash", bench.Rules.Hash);
            writer.WriteEndObject();
        }
        else
        {
            if (bench.Rules.Incomplete is { IsEmpty: false } lacking)
            {
                Console.Out.WriteLine($"The law is incomplete, so this settles nothing: {string.Join("; ", lacking.Take(6))}; `proviso law manifest` tells all of it");
            }

            Print(product, item, day, names, open, missing, further, decisions);
        }

        return open.Count > 0 || !bench.Rules.Incomplete.IsEmpty ? ExitCodes.Undetermined : ExitCodes.Clear;
    }

    /// <summary>Facts of the item that nobody stated and that the answer for some shipment of it hangs on. What is assumed counts as not stated, but for the kind of item.</summary>
    private static List<FactDefinition> WillAsk(Workbench bench, Determinations.Question question, DateOnly day)
    {
        var facts = question.Facts.Copy();
        foreach (var fact in facts.Schema.Facts.Where(f => f.Type != FactType.Ratio && !f.Name.StartsWith("item.", StringComparison.Ordinal)))
        {
            facts.SetUnknown(fact);
        }

        foreach (var fact in question.Assumptions.Where(a => a.Fact != "item.kind").Select(a => facts.Schema.Find(a.Fact)).OfType<FactDefinition>())
        {
            facts.SetUnknown(fact);
        }

        return [.. bench.Rules.Law.Corpora.SelectMany(c => bench.Rules.Slice(c, day, DateOnly.MaxValue).Decide(facts).MissingFacts())
            .Where(f => f.Name.StartsWith("item.", StringComparison.Ordinal)).Distinct().OrderBy(f => f.Slot)];
    }

    private static void Print(
        ChipProduct? product, ItemFigures item, DateOnly day, List<string> names, List<string> open, List<FactDefinition> missing, List<FactDefinition> further, List<CorpusDecision> decisions)
    {
        Console.Out.WriteLine($"{product?.Name ?? "item by figures"} on {day:yyyy-MM-dd}");
        Console.Out.WriteLine();
        Console.Out.WriteLine(names.Count > 0 ? $"  classified {string.Join(", ", names)}" : open.Count > 0 ? "  not settled" : "  none of the paragraphs modelled here (3A090, 4A090)");
        if (open.Count > 0)
        {
            Console.Out.WriteLine($"  may be {string.Join(", ", open)}: state {string.Join(", ", missing.Select(f => f.Name))}");
        }

        if (further.Count > 0)
        {
            Console.Out.WriteLine();
            Console.Out.WriteLine("A shipment of it will also ask for");
            foreach (var fact in further)
            {
                Console.Out.WriteLine($"  {fact.Name}  {fact.Title}");
            }
        }

        Console.Out.WriteLine();
        Console.Out.WriteLine("Working");
        foreach (var line in item.Working.Lines())
        {
            Console.Out.WriteLine($"  {line}");
        }

        foreach (var (name, why) in product?.Marks.Select(m => (m.Key, m.Value)) ?? [])
        {
            Console.Out.WriteLine($"  note: {name}: {why}");
        }

        Console.Out.WriteLine();
        Console.Out.WriteLine("Paragraphs considered");
        foreach (var decision in decisions)
        {
            foreach (var provision in decision.Slice.Provisions.Where(p => p.Version.Effect is NameEffect { Classification: true }))
            {
                var step = Rules.Explaining.Proof.Of(decision, provision);
                var reasons = decision.Applies(provision) == Truth.Yes
                    ? Determinations.DeterminationJson.Figures(step)
                    : Rules.Explaining.Proof.WhyNot(step).Select(s => s.Figures is null ? s.Text : $"{s.Text}: {s.Figures}");
                Console.Out.WriteLine($"  {decision.Applies(provision).Word(),-7} {provision.Version.Name}  {provision.Version.Title}");
                foreach (var reason in reasons.Distinct(StringComparer.Ordinal).Take(6))
                {
                    Console.Out.WriteLine($"            {reason}");
                }
            }
        }
    }
}
