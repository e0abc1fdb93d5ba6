using System.Collections.Frozen;
using System.Globalization;
using Proviso.Documents;
using Proviso.Places;
using Proviso.Quantities;
using Proviso.Rules.Diagnostics;

namespace Proviso.Items;

/// <summary>Products by id and alias. Immutable.</summary>
public sealed class ChipCatalog
{
    // The vocabulary's own bound for rates and areas; beyond it a figure could not become a fact.
    private const long Most = 1_000_000L * FixedPoint.One;

    // Longest operation read. With the bound on tera it keeps every TPP below the vocabulary's bound of 1,000,000,000.
    private const long MostBits = 256 * FixedPoint.One;

    private static readonly ClosedWords Fields = new(
    [
        "id", "name", "aliases", "kind", "model", "operations", "dieArea", "transferRate", "dramBandwidth", "datacenter", "year", "usSaleSince",
        "subjectToEar", "developerHeadquarters", "marks", "source",
    ]);

    internal static readonly ClosedWords OperationFields = new("format", "bits", "tera");

    private readonly FrozenDictionary<string, ChipProduct> _byName;
    private readonly FrozenDictionary<string, string[]> _ambiguous;

    private ChipCatalog(List<ChipProduct> products)
    {
        Products = products;
        var names = products.SelectMany(p => NamesOf(p).Select(n => (Name: n, Product: p)))
            .GroupBy(p => p.Name, StringComparer.Ordinal).ToList();
        _byName = names.Where(g => g.Count() == 1).ToFrozenDictionary(g => g.Key, g => g.First().Product, StringComparer.Ordinal);
        _ambiguous = names.Where(g => g.Count() > 1).ToFrozenDictionary(g => g.Key, g => g.Select(p => p.Product.Id).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>A catalog without products.</summary>
    public static ChipCatalog Empty { get; } = new([]);

    /// <summary>All products, in the order read.</summary>
    public IReadOnlyList<ChipProduct> Products { get; }

    /// <summary>The product of an id or alias (any case), or null.</summary>
    public ChipProduct? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _byName.GetValueOrDefault(name) ?? _byName.GetValueOrDefault(name.ToLowerInvariant());
    }

    /// <summary>Every name of a product, lower case: its id, its full name, its aliases, and each alias behind its maker's name.</summary>
    private static IEnumerable<string> NamesOf(ChipProduct product)
    {
        var full = product.Name.ToLowerInvariant();
        var maker = Maker(product) + " ";
        return product.Aliases.Concat(product.Aliases.Where(a => !a.StartsWith(maker, StringComparison.Ordinal)).Select(a => maker + a)).Append(product.Id).Append(full).Distinct(StringComparer.Ordinal);
    }

    private static string Maker(ChipProduct product) => product.Name.ToLowerInvariant().Split(' ')[0];

    // One name however it is spaced: "h20-sxm", "H20 SXM" and "h20sxm".
    private static string Plain(string name) => string.Concat(name.ToLowerInvariant().Where(char.IsLetterOrDigit));

    private static string[] Words(string name) => name.ToLowerInvariant().Split([' ', '-', '_', '/', ',', '(', ')'], StringSplitOptions.RemoveEmptyEntries);

    /// <summary>
    /// The name of the catalog that a written one holds, however it is spaced and whatever stands around it: "h20 141 GB" is about the H20, and
    /// spelling would find the H200 nearer to it. The longest such name; null when there is none.
    /// </summary>
    private string? Within(string name)
    {
        var plain = Plain(name);
        var words = Words(name).ToHashSet(StringComparer.Ordinal);
        return _byName.Keys.Where(k => Plain(k) == plain || (plain.Length > 0 && Words(k).All(words.Contains)))
            .OrderByDescending(k => Plain(k) == plain).ThenByDescending(k => k.Length).ThenBy(k => k, StringComparer.Ordinal).FirstOrDefault();
    }

    /// <summary>What to write instead of a name that is no product, or is the name of several.</summary>
    public string Suggest(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var lower = name.ToLowerInvariant();
        if (_ambiguous.TryGetValue(lower, out var several))
        {
            return "that names several products: " + string.Join(", ", several);
        }

        // Spelling may prefer another name of the product that was written, never another product.
        var (known, near) = (Within(lower), NearestName.Find(lower, _byName.Keys));
        var meant = known is not null && (near is null || _byName[near] != _byName[known]) ? known : near;
        return (meant is null ? null : $"did you mean `{meant}`?") ?? "`proviso item list` shows the catalog; a product that it lacks is described by figures under `item`";
    }

    /// <summary>Reads a catalog: a YAML list of products.</summary>
    /// <exception cref="DocumentException">The file cannot be read, or a product in it is wrong.</exception>
    public static ChipCatalog Read(TextReader yaml)
    {
        var products = new List<ChipProduct>();
        var problems = new List<Problem>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var document in YamlDocument.ReadAll(yaml))
        {
            if (document.Kind != DataKind.List)
            {
                problems.Add(new Problem("PRV0505", "", document.Line, document.Column, "a list of products is expected", "write one product after each dash"));
            }

            for (var i = 0; i < document.Items.Count; i++)
            {
                var fields = new FieldReader(document.Items[i], string.Create(CultureInfo.InvariantCulture, $"[{i}]"), problems, Fields);
                if (ReadProduct(fields, problems) is not { } product)
                {
                    continue;
                }

                if (!ids.Add(product.Id))
                {
                    fields.Report("PRV0503", "id", fields.Map["id"], $"product `{product.Id}` stands twice", "keep one of them, or give one another id");
                }

                products.Add(product);
            }
        }

        return problems.Count > 0 ? throw new DocumentException(problems[0]) : new ChipCatalog(products);
    }

    private static ChipProduct? ReadProduct(FieldReader fields, List<Problem> problems)
    {
        var before = problems.Count;
        var id = Required(fields, "id");
        var source = Required(fields, "source");
        var headquarters = Required(fields, "developerHeadquarters");
        if (headquarters is not null && Country.Find(headquarters) is null)
        {
            fields.Report("PRV0511", "developerHeadquarters", fields.Map["developerHeadquarters"], $"`{headquarters}` is not a country", Country.Suggest(headquarters));
        }

        var operations = new List<Operation>();
        var listed = fields.List("operations") ?? [];
        for (var i = 0; i < listed.Count; i++)
        {
            if (ReadOperation(listed[i], fields.PathOf(string.Create(CultureInfo.InvariantCulture, $"operations[{i}]")), problems) is { } operation)
            {
                operations.Add(operation);
            }
        }

        var marks = new Dictionary<string, string>(StringComparer.Ordinal);
        if (fields.Stated("marks") is { } marked)
        {
            var reader = new FieldReader(marked, fields.PathOf("marks"), problems, Fields);
            foreach (var (name, _) in marked.Fields)
            {
                marks[name] = reader.Text(name) ?? "";
            }
        }

        var datacenter = fields.YesNo("datacenter");
        if (datacenter is null && before == problems.Count)
        {
            fields.Report("PRV0512", "datacenter", null, "the product does not say whether it is for datacenters", "add `datacenter: yes` or `datacenter: no`");
        }

        var aliases = fields.Texts("aliases")?.Select(a => a.ToLowerInvariant()).ToList() ?? [];
        var product = new ChipProduct
        {
            Id = id ?? "",
            Name = fields.Text("name") ?? id ?? "",
            Aliases = aliases,
            Kind = fields.Text("kind") ?? "integrated-circuit",
            Model = fields.Text("model") ?? "other",
            Operations = operations,
            DieArea = fields.Number("dieArea", 1, Most),
            TransferRate = fields.Number("transferRate", 0, Most),
            DramBandwidth = fields.Number("dramBandwidth", 0, Most),
            Datacenter = datacenter ?? false,
            Year = (int)((fields.Number("year", 1990 * FixedPoint.One, 2100 * FixedPoint.One, whole: true) ?? 0) / FixedPoint.One),
            UsSaleSince = IsNever(fields) ? null : fields.Date("usSaleSince"),
            NeverSoldInUs = IsNever(fields),
            SubjectToEar = fields.YesNo("subjectToEar"),
            DeveloperHeadquarters = headquarters ?? "",
            Marks = marks,
            Source = source ?? "",
        };
        return before == problems.Count ? product : null;
    }

    /// <summary>Whether <c>usSaleSince</c> is the word <c>never</c>.</summary>
    internal static bool IsNever(FieldReader fields) => fields.Stated("usSaleSince") is { Text: "never" };

    private static string? Required(FieldReader fields, string name)
    {
        var text = fields.Text(name);
        if (text is null)
        {
            fields.Report("PRV0512", name, null, $"the product has no `{name}`", $"add `{name}: …`");
        }

        return text;
    }

    /// <summary>Reads <c>{format: FP8, bits: 8, tera: 1979}</c>.</summary>
    public static Operation? ReadOperation(DataNode node, string path, List<Problem> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        var fields = new FieldReader(node, path, problems, OperationFields);
        var bits = fields.Number("bits", FixedPoint.One, MostBits, whole: true);
        var tera = fields.Number("tera", 0, 1_000_000L * FixedPoint.One);
        if (bits is null || tera is null)
        {
            if (node.Kind == DataKind.Map && (fields.Stated("bits") is null || fields.Stated("tera") is null))
            {
                fields.Report("PRV0512", "", node, "an operation needs `bits` and `tera`", "write {bits: 8, tera: 1979}");
            }

            return null;
        }

        return new Operation(fields.Text("format") ?? string.Create(CultureInfo.InvariantCulture, $"{bits / FixedPoint.One} bits"), (int)(bits.Value / FixedPoint.One), tera.Value);
    }
}
