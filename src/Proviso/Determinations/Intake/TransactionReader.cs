using System.Globalization;
using Proviso.Documents;
using Proviso.Items;
using Proviso.Parties;
using Proviso.Parties.Ownership;
using Proviso.Places;
using Proviso.Quantities;
using Proviso.Rules.Binding;
using Proviso.Rules.Diagnostics;
using Proviso.Rules.Text;
using SumBound = Proviso.Rules.Evaluation.SumBound;

namespace Proviso.Determinations.Intake;

/// <summary>A transaction read, or the problems that keep it from being one.</summary>
/// <param name="Transaction">The transaction, or null when there are problems.</param>
/// <param name="Id">Its id as far as it could be read.</param>
/// <param name="Problems">Everything wrong, in the order of the input.</param>
public sealed record Intaken(Transaction? Transaction, string? Id, IReadOnlyList<Problem> Problems);

/// <summary>Reads transactions from nodes of YAML or JSON documents. Nothing is guessed: what is wrong is a problem with its place.</summary>
/// <remarks>Not safe to share between threads: what it has read is kept for the next transaction that repeats it.</remarks>
public sealed class TransactionReader
{
    /// <summary>The fields of a transaction.</summary>
    public static ClosedWords TransactionFields { get; } =
        new("id", "asker", "date", "at", "product", "item", "quantity", "value", "kind", "origin", "destination", "via", "region", "endUse", "parties", "evidence", "certifications", "papers", "screening", "facts");

    /// <summary>The fields of <c>item</c>.</summary>
    public static ClosedWords ItemFields { get; } =
        new("kind", "model", "tpp", "operations", "dieArea", "transferRate", "dramBandwidth", "hbmBandwidth", "hbmArea", "datacenter", "usSaleSince", "subjectToEar", "developerHeadquarters");

    /// <summary>The fields of a party.</summary>
    public static ClosedWords PartyFields { get; } =
        new("role", "name", "country", "headquarters", "ultimateParent", "group", "named", "listings", "ownership", "military", "militaryIntelligence", "address", "identifiers");

    /// <summary>The fields of <c>ultimateParent</c> when it is not a word.</summary>
    public static ClosedWords ParentFields { get; } =
        new("name", "headquarters");

    /// <summary>The fields of <c>ownership</c>.</summary>
    public static ClosedWords OwnershipFields { get; } =
        new("listedShare", "lists", "owners", "complete");

    /// <summary>The fields of an owner.</summary>
    public static ClosedWords OwnerFields { get; } =
        new("name", "share", "country", "person", "complete", "listings", "owners");

    /// <summary>The fields of a piece of evidence.</summary>
    public static ClosedWords EvidenceFields { get; } =
        new("kind", "from", "country", "independent", "reference");

    /// <summary>The fields of a paper.</summary>
    public static ClosedWords PaperFields { get; } =
        new("authority", "place", "kind", "reference", "sha256", "date", "validUntil", "filedBy");

    /// <summary>The fields of <c>screening</c>.</summary>
    public static ClosedWords ScreeningFields { get; } =
        new("on", "by", "result", "owners");

    /// <summary>The fields of <c>value</c>.</summary>
    public static ClosedWords ValueFields { get; } =
        new("amount", "currency");

    private const long MostFigure = 1_000_000_000L * FixedPoint.One;

    private static readonly string[] ScreeningNeeds = ["on", "by", "result"];
    private static readonly ClosedWords PaperKinds = new("permit", "answer");
    private static readonly string[] PaperNeeds = ["authority", "kind", "reference", "sha256", "date", "validUntil", "filedBy"];
    private static readonly System.Buffers.SearchValues<char> Hex = System.Buffers.SearchValues.Create("0123456789abcdefABCDEF");
    private static readonly ClosedWords ScreeningResults = new("none-listed", "listed");
    internal static readonly ClosedWords Currencies = new(
        "USD", "EUR", "CNY", "HKD", "MOP", "JPY", "GBP", "KRW", "TWD", "SGD", "CHF", "CAD", "AUD", "INR", "AED", "SAR", "ILS", "MYR", "THB", "VND", "IDR", "SEK", "NOK", "DKK", "PLN", "CZK", "BRL", "MXN", "ZAR", "TRY");

    // What was read without a problem from a node that stands for many places, so that it is read once. Then the memory starts over.
    private const int MostKept = 16_384;
    private readonly Dictionary<DataNode, object> _kept = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<ChipProduct, ItemFigures> _catalogFigures = new(ReferenceEqualityComparer.Instance);
    private readonly FactSchema _schema;
    private readonly ChipCatalog _catalog;
    private readonly GroupNames _groups;
    private readonly ClosedWords _kinds;
    private readonly ClosedWords _itemKinds;
    private readonly ClosedWords _models;
    private readonly ClosedWords _endUses;
    private readonly ClosedWords _listings;
    private readonly ClosedWords _buyerGroups;
    private readonly ClosedWords _named;
    private readonly ClosedWords _regions;
    private readonly ClosedWords _evidence;
    private readonly ClosedWords _certifications;

    /// <summary>A reader for a vocabulary, a catalog of products and the names of groups.</summary>
    public TransactionReader(FactSchema schema, ChipCatalog catalog, GroupNames groups)
    {
        ArgumentNullException.ThrowIfNull(schema);
        _schema = schema;
        _catalog = catalog;
        _groups = groups;
        _kinds = Values("kind");
        _itemKinds = Values("item.kind");
        _models = Values("item.model");
        _endUses = Values("end_use");
        _listings = Values("party.listing");
        _buyerGroups = new ClosedWords([.. Values("buyer.group").Union(Values("exporter.company"), StringComparer.Ordinal)]);
        _named = Values("recipient.named");
        _regions = Values("destination.region");
        _evidence = new ClosedWords(schema.Evidence.Keys);
        _certifications = new ClosedWords(schema.Certifications.Keys);
    }

    private ClosedWords Values(string fact) => new(_schema.Find(fact)?.Enum is { } values ? [.. values.Values] : Array.Empty<string>());

    /// <summary>Reads one transaction.</summary>
    public Intaken Read(DataNode node)
    {
        ArgumentNullException.ThrowIfNull(node);
        var problems = new List<Problem>();
        var fields = new FieldReader(node, "", problems, TransactionFields);
        var id = fields.Text("id", 200);
        if (node.Kind != DataKind.Map)
        {
            return new Intaken(null, id, problems);
        }

        var product = Product(fields, out var productName);
        var item = Item(fields, product, problems);
        if (product is null && fields.Stated("product") is null && fields.Stated("item") is null)
        {
            fields.Report("PRV0512", "", node, "neither a product nor an item is stated", "name a product of the catalog under `product`, or give figures under `item`");
        }

        var (amount, currency) = Value(fields, problems);
        var (partiesClear, ownersClear) = Screening(fields, problems);
        var (date, at) = (fields.Date("date"), fields.Instant("at"));
        if (date is not null && at is not null)
        {
            fields.Report("PRV0510", "at", fields.Stated("at") ?? node, "both a day and an instant are stated", "state `date` or `at`");
        }

        var transaction = new Transaction
        {
            Id = id,
            Asker = Asker(fields),
            Date = date,
            At = at,
            ProductName = productName,
            Product = product,
            Item = item,
            Quantity = fields.Number("quantity", FixedPoint.One, MostFigure, whole: true),
            ValueAmount = amount,
            ValueCurrency = currency,
            Kind = fields.Word("kind", _kinds),
            Origin = CountryOf(fields, "origin"),
            Destination = CountryOf(fields, "destination"),
            Via = Via(fields, problems),
            Region = fields.Word("region", _regions),
            EndUse = fields.Word("endUse", _endUses),
            Parties = ReadParties(fields, problems),
            Evidence = Evidence(fields, problems),
            Certifications = fields.Words("certifications", _certifications) ?? [],
            Papers = Papers(fields, problems),
            ScreenedPartiesClear = partiesClear,
            ScreenedOwnersClear = ownersClear,
        };
        var bounds = new List<SumBound>();
        transaction = transaction with { Facts = FurtherFacts(fields, transaction, bounds, problems), Bounds = bounds };
        ScreeningAgrees(fields, transaction, problems);
        return problems.Count > 0
            ? new Intaken(null, id, [.. problems.OrderBy(p => p.Line).ThenBy(p => p.Column)])
            : new Intaken(transaction, id, problems);
    }

    private ChipProduct? Product(FieldReader fields, out string? name)
    {
        name = fields.Text("product");
        if (name is null)
        {
            return null;
        }

        var product = _catalog.Find(name);
        if (product is null)
        {
            fields.Report("PRV0513", "product", fields.Map["product"], $"the catalog has no product `{name}`", _catalog.Suggest(name));
        }

        return product;
    }

    private ItemFigures Item(FieldReader transaction, ChipProduct? product, List<Problem> problems)
    {
        if (transaction.Stated("item") is not { } node)
        {
            if (product is null)
            {
                return Figures(null, null, problems);
            }

            if (!_catalogFigures.TryGetValue(product, out var figures))
            {
                _catalogFigures[product] = figures = Figures(product, null, problems);
            }

            return figures;
        }

        return Figures(product, new FieldReader(node, "item", problems, ItemFields), problems);
    }

    /// <summary>The figures of an item by name or by fields; for the command that classifies without a transaction.</summary>
    public ItemFigures Figures(ChipProduct? product, FieldReader? fields, List<Problem> problems)
    {
        ArgumentNullException.ThrowIfNull(problems);
        var operations = new List<Operation>();
        if (fields?.List("operations") is { } listed)
        {
            for (var i = 0; i < listed.Count; i++)
            {
                if (ChipCatalog.ReadOperation(listed[i], string.Create(CultureInfo.InvariantCulture, $"{fields.PathOf("operations")}[{i}]"), problems) is { } operation)
                {
                    operations.Add(operation);
                }
            }
        }

        var catalog = product is null ? null : ItemWorking.Of(product.Operations, null, product.DieArea);
        var statedTpp = fields?.Number("tpp", 0, MostFigure);
        var notApplicable = fields?.Stated("dieArea") is { Text: "not-applicable" };
        var dieArea = notApplicable ? null : fields?.Number("dieArea", 1, 1_000_000L * FixedPoint.One);
        var own = operations.Count > 0 ? ItemWorking.Of(operations, null, null).Tpp : statedTpp;
        if (operations.Count > 0 && statedTpp is { } said && said != own)
        {
            fields!.Report("PRV0514", "tpp", fields.Map["tpp"], $"the stated TPP {FixedPoint.ToText(said)} differs from {FixedPoint.ToText(own!.Value)}, which the operations give", "keep one of the two");
        }

        if (notApplicable && product?.DieArea is { } area)
        {
            Differs("dieArea", "not-applicable", FixedPoint.ToText(area));
        }

        Contradiction("tpp", own, catalog?.Tpp);
        Contradiction("dieArea", dieArea, product?.DieArea);
        var rate = fields?.Number("transferRate", 0, 1_000_000L * FixedPoint.One);
        var dram = fields?.Number("dramBandwidth", 0, 1_000_000L * FixedPoint.One);
        Contradiction("transferRate", rate, product?.TransferRate);
        Contradiction("dramBandwidth", dram, product?.DramBandwidth);
        var datacenter = fields?.YesNo("datacenter");
        var model = fields?.Word("model", _models);
        var never = fields is not null && ChipCatalog.IsNever(fields);
        var since = never ? null : fields?.Date("usSaleSince");
        var subject = fields?.YesNo("subjectToEar");
        var headquarters = fields is null ? null : CountryOf(fields, "developerHeadquarters");
        Differs("datacenter", Word(datacenter), Word(product?.Datacenter));
        Differs("model", model, product?.Model);
        Differs("subjectToEar", Word(subject), Word(product?.SubjectToEar));
        Differs("developerHeadquarters", headquarters?.Code, product?.DeveloperHeadquarters);
        if (product is not null && !product.Marks.ContainsKey("usSaleSince"))
        {
            Differs("usSaleSince", Sale(never, since), Sale(product.NeverSoldInUs, product.UsSaleSince));
        }

        return new ItemFigures
        {
            Kind = fields?.Word("kind", _itemKinds) ?? product?.Kind,
            Model = model ?? product?.Model,
            Working = operations.Count > 0 ? ItemWorking.Of(operations, null, dieArea ?? product?.DieArea)
                : catalog?.Tpp is not null ? ItemWorking.Of(product!.Operations, null, dieArea ?? product.DieArea)
                : ItemWorking.Of([], statedTpp, dieArea ?? product?.DieArea),
            TransferRate = rate ?? product?.TransferRate,
            DramBandwidth = dram ?? product?.DramBandwidth,
            HbmBandwidth = fields?.Number("hbmBandwidth", 0, 1_000_000L * FixedPoint.One),
            HbmArea = fields?.Number("hbmArea", 1, 1_000_000L * FixedPoint.One),
            DieAreaNotApplicable = notApplicable,
            Datacenter = datacenter ?? product?.Datacenter,
            UsSaleSince = never ? null : since ?? product?.UsSaleSince,
            NeverSoldInUs = never || (since is null && product is { NeverSoldInUs: true }),
            SubjectToEar = subject ?? product?.SubjectToEar,
            DeveloperHeadquarters = headquarters ?? (product is null ? null : Country.Find(product.DeveloperHeadquarters)),
        };

        static string? Sale(bool never, DateOnly? since) => never ? "never" : since?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

        static string? Word(bool? yes) => yes is { } y ? y ? "yes" : "no" : null;

        void Contradiction(string name, long? stated, long? known)
        {
            if (stated != known)
            {
                Differs(name, stated is { } a ? FixedPoint.ToText(a) : null, known is { } b ? FixedPoint.ToText(b) : null);
            }
        }

        void Differs(string name, string? stated, string? known)
        {
            if (stated is not null && known is not null && stated != known)
            {
                // A TPP out of operations has no field of its own.
                var at = fields!.Map[name] is null && name == "tpp" ? "operations" : name;
                fields.Report("PRV0514", at, fields.Map[at] ?? fields.Map, $"{stated} contradicts the catalog, which has {known} for {product!.Id}",
                    "leave the field out, or leave the product out and describe the item by figures");
            }
        }
    }

    private static Country? CountryOf(FieldReader fields, string name)
    {
        if (fields.Text(name) is not { } text)
        {
            return null;
        }

        if (Country.Find(text) is { } country)
        {
            return country;
        }

        // A YAML 1.1 reader would have turned NO into false; ours keeps the word, so Norway stays Norway.
        fields.Report("PRV0511", name, fields.Map[name], $"`{text}` is not an ISO 3166 country", Country.Suggest(text));
        return null;
    }

    private static (long? Amount, string? Currency) Value(FieldReader transaction, List<Problem> problems)
    {
        if (transaction.Stated("value") is not { } node)
        {
            return (null, null);
        }

        if (node.Kind == DataKind.Scalar)
        {
            return (transaction.Number("value", 0, 1_000_000_000_000L * FixedPoint.One), "USD");
        }

        var fields = new FieldReader(node, "value", problems, ValueFields);
        var amount = fields.Number("amount", 0, 1_000_000_000_000L * FixedPoint.One);
        var currency = fields.Word("currency", Currencies);
        if (fields.Stated("amount") is null && node.Kind == DataKind.Map)
        {
            fields.Report("PRV0512", "amount", node, "the value has no amount", "write {amount: 240000000, currency: USD}");
        }

        return (amount, currency ?? (fields.Stated("currency") is null ? "USD" : null));
    }

    private List<Party> ReadParties(FieldReader transaction, List<Problem> problems)
    {
        var parties = new List<Party>();
        if (transaction.List("parties") is not { } items)
        {
            return parties;
        }

        if (items.Count > MostParties)
        {
            transaction.Report("PRV0502", "parties", transaction.Map["parties"], FormattableString.Invariant($"{items.Count} parties; at most {MostParties} are read"), "name those who take part in this shipment");
            return parties;
        }

        for (var i = 0; i < items.Count; i++)
        {
            if (Kept<Party>(items[i]) is { } known)
            {
                parties.Add(known);
                continue;
            }

            var before = problems.Count;
            var fields = new FieldReader(items[i], string.Create(CultureInfo.InvariantCulture, $"parties[{i}]"), problems, PartyFields);
            if (items[i].Kind == DataKind.Map)
            {
                parties.Add(Keep(items[i], ReadParty(fields, problems), problems.Count == before));
            }
        }

        return parties;
    }

    private T? Kept<T>(DataNode node)
        where T : class => node.IsShared && _kept.TryGetValue(node, out var known) ? known as T : null;

    private T Keep<T>(DataNode node, T read, bool clean)
        where T : class
    {
        if (node.IsShared && clean)
        {
            if (_kept.Count >= MostKept)
            {
                _kept.Clear();
            }

            _kept[node] = read;
        }

        return read;
    }

    // Each is screened against every list; a shipment has a handful.
    private const int MostParties = 1_000;

    // Such a name can match no entry of a list, so it would read as clear.
    private static void CheckName(FieldReader fields, string? name)
    {
        if (name is not null && UnseenText.ProblemOfName(name) is { } problem)
        {
            fields.Report("PRV0507", "name", fields.Map["name"], problem, "write the name in letters, as it is registered");
        }
    }

    private Party ReadParty(FieldReader fields, List<Problem> problems)
    {
        var role = fields.Word("role", Party.Roles);
        var name = fields.Text("name");
        if (fields.Stated("role") is null)
        {
            fields.Report("PRV0512", "role", null, "the party has no role", "one of: " + string.Join(", ", Party.Roles));
        }

        if (name is null)
        {
            fields.Report("PRV0512", "name", null, "the party has no name", "add `name: …`");
        }

        CheckName(fields, name);

        var headquarters = CountryOf(fields, "headquarters");
        var (parent, parentName) = Parent(fields, headquarters, problems);
        long? share = null;
        IReadOnlyList<string>? owners = null;
        List<StatedOwner>? stated = null;
        var complete = false;
        OwnershipBook? book = null;
        var before = problems.Count;
        if (fields.Stated("ownership") is { } ownershipNode)
        {
            var ownership = new FieldReader(ownershipNode, fields.PathOf("ownership"), problems, OwnershipFields);
            share = ownership.Number("listedShare", 0, 100 * FixedPoint.One);
            owners = ownership.Words("lists", _listings);
            stated = Owners(ownership, problems);
            complete = ownership.YesNo("complete") == true;
            if (stated is not null && (share is not null || owners is not null))
            {
                ownership.Report("PRV0514", "owners", ownershipNode, "the owners are stated, and what comes of them is stated too", "leave out `listedShare` and `lists`: they are worked out from the owners");
            }

            if (stated is not null && problems.Count == before)
            {
                var reading = StatedOwner.BookOf(name ?? "", stated, complete);
                book = reading.Book;
                foreach (var problem in reading.Problems)
                {
                    ownership.Report("PRV0514", "owners", ownership.Stated("owners"), problem.Message, problem.Help);
                }
            }

            if (share > 0 && owners is not { Count: > 0 })
            {
                ownership.Report("PRV0512", "lists", ownershipNode, "listed parties own a share, but on which lists they stand is not stated", "add `lists: [entity-list]`");
            }
        }

        var group = fields.Word("group", _buyerGroups);
        var reads = (name is null ? null : _groups.Find(name)) ?? (parentName is null ? null : _groups.Find(parentName));
        return new Party
        {
            Role = role ?? "other",
            Name = name ?? "",
            Country = CountryOf(fields, "country"),
            Headquarters = headquarters,
            UltimateParentHeadquarters = parent,
            UltimateParentName = parentName,
            Group = group ?? (reads is not null && _buyerGroups.Contains(reads) ? reads : null),
            Named = fields.Word("named", _named),
            NameReads = reads is not null && _named.Contains(reads) ? reads : null,
            Listings = fields.Words("listings", _listings),
            ListedShare = share,
            OwnerListings = owners,
            Owners = book,
            Address = fields.Text("address"),
            Identifiers = fields.Texts("identifiers") ?? [],
            Military = fields.YesNo("military"),
            MilitaryIntelligence = fields.YesNo("militaryIntelligence"),
        };
    }

    /// <summary>The owners of a party or of an owner; null when none are stated. The depth of a document is limited before this.</summary>
    private List<StatedOwner>? Owners(FieldReader fields, List<Problem> problems)
    {
        if (fields.List("owners") is not { } items)
        {
            return null;
        }

        var owners = new List<StatedOwner>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            var owner = new FieldReader(items[i], string.Create(CultureInfo.InvariantCulture, $"{fields.PathOf("owners")}[{i}]"), problems, OwnerFields);
            if (items[i].Kind != DataKind.Map)
            {
                continue;
            }

            var name = owner.Text("name");
            var text = owner.Text("share");
            var share = ShareInterval.Unknown;
            if (name is null)
            {
                owner.Report("PRV0512", "name", items[i], "the owner has no name", "add `name: …`");
            }

            CheckName(owner, name);

            if (text is null)
            {
                owner.Report("PRV0512", "share", items[i], "the owner has no share", "add `share: 25`, or `share: unknown`");
            }
            else if (!ShareInterval.TryParse(text, out share) || share.Low > share.High)
            {
                owner.Report("PRV0509", "share", owner.Stated("share"), $"`{text}` is no share", "write percent: 25, 25-50, >=25 or unknown; at most 100");
            }

            owners.Add(new StatedOwner(name ?? "", share)
            {
                Country = CountryOf(owner, "country"),
                IsPerson = owner.YesNo("person") == true,
                OwnersComplete = owner.YesNo("complete") == true,
                Listings = owner.Words("listings", _listings),
                Owners = Owners(owner, problems) ?? [],
            });
        }

        return owners;
    }

    /// <summary><c>self</c>, a country, or a name with a headquarters.</summary>
    private static (Country? Headquarters, string? Name) Parent(FieldReader fields, Country? ownHeadquarters, List<Problem> problems)
    {
        if (fields.Stated("ultimateParent") is not { } node)
        {
            return (null, null);
        }

        if (node.Kind != DataKind.Scalar)
        {
            var parent = new FieldReader(node, fields.PathOf("ultimateParent"), problems, ParentFields);
            var parentName = parent.Text("name");
            CheckName(parent, parentName);
            return (CountryOf(parent, "headquarters"), parentName);
        }

        if (node.Text == "self")
        {
            return (ownHeadquarters, null);
        }

        var country = Country.Find(node.Text!);
        if (country is null)
        {
            fields.Report("PRV0511", "ultimateParent", node, $"`{node.Text}` is neither `self` nor a country", "write `self`, a country code, or {name: …, headquarters: CN}");
        }

        return (country, null);
    }

    private List<EvidenceInHand> Evidence(FieldReader transaction, List<Problem> problems)
    {
        var evidence = new List<EvidenceInHand>();
        var items = transaction.List("evidence") ?? [];
        for (var i = 0; i < items.Count; i++)
        {
            if (Kept<EvidenceInHand>(items[i]) is { } known)
            {
                evidence.Add(known);
                continue;
            }

            var path = string.Create(CultureInfo.InvariantCulture, $"evidence[{i}]");
            if (items[i].Kind == DataKind.Scalar)
            {
                if (_evidence.Contains(items[i].Text!))
                {
                    evidence.Add(new EvidenceInHand(items[i].Text!, null, null, null, null));
                }
                else
                {
                    problems.Add(new Problem("PRV0508", path, items[i].Line, items[i].Column, $"`{items[i].Text}` is no kind of evidence", NearestName.Suggest(items[i].Text!, _evidence) ?? "one of: " + string.Join(", ", _evidence)));
                }

                continue;
            }

            var before = problems.Count;
            var fields = new FieldReader(items[i], path, problems, EvidenceFields);
            if (fields.Word("kind", _evidence) is { } kind)
            {
                var piece = new EvidenceInHand(kind, fields.Text("from"), CountryOf(fields, "country")?.Code, fields.YesNo("independent"), fields.Text("reference"));
                evidence.Add(Keep(items[i], piece, problems.Count == before));
            }
            else if (items[i].Kind == DataKind.Map && fields.Stated("kind") is null)
            {
                fields.Report("PRV0512", "kind", null, "the evidence has no kind", "one of: " + string.Join(", ", _evidence));
            }
        }

        return evidence;
    }

    // A voyage has a handful of stops.
    private const int MostPlaces = 100;

    /// <summary>The places it passes through.</summary>
    private static List<Country> Via(FieldReader transaction, List<Problem> problems)
    {
        var via = new List<Country>();
        var items = transaction.List("via") ?? [];
        if (items.Count > MostPlaces)
        {
            transaction.Report("PRV0502", "via", transaction.Map["via"], FormattableString.Invariant($"{items.Count} places; at most {MostPlaces} are read"), "name the places it passes through");
            return via;
        }

        for (var i = 0; i < items.Count; i++)
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"via[{i}]");
            if (items[i].Kind != DataKind.Scalar)
            {
                problems.Add(new Problem("PRV0505", path, items[i].Line, items[i].Column, "a country is expected", "write `via: [HK]`"));
            }
            else if (Country.Find(items[i].Text!) is { } country)
            {
                via.Add(country);
            }
            else
            {
                problems.Add(new Problem("PRV0511", path, items[i].Line, items[i].Column, $"`{items[i].Text}` is not an ISO 3166 country", Country.Suggest(items[i].Text!)));
            }
        }

        return via;
    }

    // One for each authority of a shipment, and a few more.
    private const int MostPapers = 100;

    /// <summary>Papers of authorities. One that could not stand in for anything is refused here, where whoever wrote it can correct it.</summary>
    private static List<PaperInHand> Papers(FieldReader transaction, List<Problem> problems)
    {
        var papers = new List<PaperInHand>();
        var items = transaction.List("papers") ?? [];
        if (items.Count > MostPapers)
        {
            transaction.Report("PRV0502", "papers", transaction.Map["papers"], FormattableString.Invariant($"{items.Count} papers; at most {MostPapers} are read"), "file those of this shipment");
            return papers;
        }

        for (var i = 0; i < items.Count; i++)
        {
            var fields = new FieldReader(items[i], string.Create(CultureInfo.InvariantCulture, $"papers[{i}]"), problems, PaperFields);
            if (items[i].Kind != DataKind.Map)
            {
                continue;
            }

            var before = problems.Count;
            foreach (var name in PaperNeeds.Where(n => fields.Stated(n) is null))
            {
                fields.Report("PRV0512", name, items[i], $"the paper does not say `{name}`", "state which authority's paper it is, its number, hash and days, and who filed it");
            }

            var (authority, place, kind, reference, hash) = (fields.Text("authority"), CountryOf(fields, "place"), fields.Word("kind", PaperKinds), fields.Text("reference"), fields.Text("sha256"));
            var (date, until, persons) = (fields.Date("date"), fields.Date("validUntil"), fields.Texts("filedBy"));
            if (authority == "elsewhere" && fields.Stated("place") is null)
            {
                fields.Report("PRV0512", "place", items[i], "the paper does not say for which place it speaks", "add `place: ID`");
            }

            if (reference is not null && string.IsNullOrWhiteSpace(reference))
            {
                fields.Report("PRV0507", "reference", fields.Map["reference"], "the number of the paper is empty", "write it as it stands on the paper");
            }

            if (hash is not null && (hash.Length != 64 || hash.AsSpan().ContainsAnyExcept(Hex)))
            {
                fields.Report("PRV0508", "sha256", fields.Map["sha256"], "a SHA-256 has 64 hex digits", "`sha256sum FILE` prints it");
            }

            if (date > until)
            {
                fields.Report("PRV0514", "validUntil", fields.Map["validUntil"], "the paper ends before the day it bears", "correct one of the two");
            }

            foreach (var person in persons ?? [])
            {
                if (UnseenText.ProblemOfName(person) is { } problem)
                {
                    fields.Report("PRV0507", "filedBy", fields.Map["filedBy"], problem, "write the names in letters");
                }
            }

            if (persons is not null && !PaperInHand.AreTwoPersons(persons))
            {
                fields.Report("PRV0512", "filedBy", fields.Map["filedBy"], "the paper is not filed by two different persons", "one files it and another confirms it: `filedBy: [NAME, NAME]`");
            }

            if (problems.Count == before && persons is not null)
            {
                papers.Add(new PaperInHand(authority!, place?.Code, kind!, reference!, hash!.ToLowerInvariant(), date!.Value, until!.Value, persons));
            }
        }

        return papers;
    }

    private sealed record ScreeningStatement(bool Parties, bool Owners);

    private ScreeningStatement Screening(FieldReader transaction, List<Problem> problems)
    {
        if (transaction.Stated("screening") is not { } node)
        {
            return new ScreeningStatement(false, false);
        }

        if (Kept<ScreeningStatement>(node) is { } known)
        {
            return known;
        }

        var before = problems.Count;
        var fields = new FieldReader(node, "screening", problems, ScreeningFields);
        var result = fields.Word("result", ScreeningResults);
        var owners = fields.Word("owners", ScreeningResults);
        fields.Date("on");
        fields.Text("by");
        if (node.Kind == DataKind.Map)
        {
            foreach (var name in ScreeningNeeds.Where(n => fields.Stated(n) is null))
            {
                fields.Report("PRV0512", name, node, $"the screening does not say `{name}`", "state on which day, by whom and with what result the parties were screened");
            }
        }

        return Keep(node, new ScreeningStatement(result == "none-listed", owners == "none-listed"), problems.Count == before);
    }

    /// <summary>A statement about all parties must not contradict what stands at each of them.</summary>
    private static void ScreeningAgrees(FieldReader fields, Transaction transaction, List<Problem> problems)
    {
        if (fields.Stated("screening") is not { } node)
        {
            return;
        }

        var listed = transaction.Parties.Any(p => p.Listings is { Count: > 0 });
        var owned = transaction.Parties.Any(p => p.ListedShare > 0 || p.OwnerListings is { Count: > 0 });
        One("result", listed, "a party stands on a list", "state `listings` at the party that stands on a list");
        One("owners", owned, "listed parties own a share of a party", "state `ownership` at the party that listed parties own a share of");

        void One(string name, bool found, string what, string fix)
        {
            if (node[name] is not { Text: { } word } at || word is not ("none-listed" or "listed") || (word == "listed") == found)
            {
                return;
            }

            problems.Add(found
                ? new Problem("PRV0514", "screening." + name, at.Line, at.Column, $"the screening says none-listed, and the parties say that {what}", "correct one of the two")
                : new Problem("PRV0512", "screening." + name, at.Line, at.Column, $"the screening says that {what}, and no party says so", fix));
        }
    }

    /// <summary>Whether a fact follows from another field already; then <c>facts</c> may not set it again.</summary>
    private static bool IsStated(string fact, Transaction t) => fact switch
    {
        "item.kind" => t.Item.Kind is not null,
        "item.model" => t.Item.Model is not null,
        "item.tpp" => t.Item.Working.Tpp is not null,
        "item.die_area" => t.Item.DieAreaNotApplicable || t.Item.Working.DieArea is not null,
        "item.transfer_rate" => t.Item.TransferRate is not null,
        "item.dram_bandwidth" => t.Item.DramBandwidth is not null,
        "item.hbm_bandwidth" => t.Item.HbmBandwidth is not null,
        "item.hbm_area" => t.Item.HbmArea is not null,
        "item.datacenter" => t.Item.Datacenter is not null,
        "item.us_sale_since" => t.Item.UsSaleSince is not null,
        "item.subject_to_ear" => t.Item.SubjectToEar is not null,
        "item.developer_headquarters" => t.Item.DeveloperHeadquarters is not null,
        "kind" => t.Kind is not null,
        "origin" => t.Origin is not null,
        "destination" => t.Destination is not null,
        "transit" => t.Via.Count > 0 || t.Parties.Any(p => p.Role == "intermediate-consignee"),
        "units" => t.Quantity is not null,
        "value" => t.ValueAmount is not null,
        "value_jpy" => t.ValueAmount is not null && t.ValueCurrency == "JPY",
        "destination.region" => t.Region is not null,
        "recipient.named" => t.Parties.Any(p => p.IsHeadquartersTested && p.Named is not null),
        "end_user.headquarters" => t.Parties.Any(p => p.Role == "end-user" && p.Headquarters is not null),
        "end_user.ultimate_parent" => t.Parties.Any(p => p.Role == "end-user" && p.UltimateParentHeadquarters is not null),
        "end_use" => t.EndUse is not null,
        "exporter.places" => t.Parties.Any(p => p.Role == "exporter" && (p.Country is not null || p.Headquarters is not null)),
        "party.country" => t.Parties.Any(p => p.IsHeadquartersTested && p.Country is not null),
        "party.headquarters" => t.Parties.Any(p => p.IsHeadquartersTested && p.Headquarters is not null),
        "party.ultimate_parent" => t.Parties.Any(p => p.IsHeadquartersTested && p.UltimateParentHeadquarters is not null),
        "party.listing" => t.ScreenedPartiesClear || t.Parties.Any(p => p.Listings is not null),
        "party.owner_listing" or "party.listed_share" => t.ScreenedOwnersClear || t.Parties.Any(p => p.ListedShare is not null || p.OwnerListings is not null || p.Owners is not null),
        "party.military" => t.Parties.Any(p => p.Military is not null),
        "party.military_intelligence" => t.Parties.Any(p => p.MilitaryIntelligence is not null),
        "exporter.headquarters" => t.Parties.Any(p => p.Role == "exporter" && p.Headquarters is not null),
        "exporter.company" => t.Parties.Any(p => p.Role == "exporter"),
        "buyer.group" => t.Parties.Any(p => p.IsRecipient && p.Group is not null),
        _ => false,
    };

    private List<KeyValuePair<string, string>> FurtherFacts(FieldReader fields, Transaction transaction, List<SumBound> bounds, List<Problem> problems)
    {
        var facts = new List<KeyValuePair<string, string>>();
        foreach (var (name, node) in fields.Stated("facts")?.Fields ?? [])
        {
            var path = $"facts.{name}";
            if (_schema.Find(name) is not { } fact)
            {
                problems.Add(new Problem("PRV0506", path, node.Line, node.Column, $"the vocabulary has no fact `{name}`", NearestName.Suggest(name, _schema.Facts.Select(f => f.Name)) ?? "law/vocabulary.law lists the facts"));
                continue;
            }

            if (fact.Type == FactType.Record)
            {
                problems.Add(new Problem("PRV0505", path, node.Line, node.Column, $"`{name}` holds the rows of `parties`", "state each under `parties`, with its role"));
                continue;
            }

            // Nothing, as everywhere, is not stated. A list of anything but words would lose what it holds.
            if (node.Kind == DataKind.Null)
            {
                continue;
            }

            if (node.Kind == DataKind.Map || node.Items.Exists(i => i.Kind != DataKind.Scalar))
            {
                problems.Add(new Problem("PRV0505", path, node.Line, node.Column, "a value or a list of values is expected", "write `party.country: [CN, US]`, or one value"));
                continue;
            }

            var text = node.Kind == DataKind.List ? "{" + string.Join(' ', node.Items.Select(i => i.Text)) + "}" : node.Text switch { "true" => "yes", "false" => "no", var t => t! };
            if (fact.Sum is not null && text.StartsWith(AtLeast, StringComparison.Ordinal))
            {
                Bound(fact, text[AtLeast.Length..], path, node, bounds, problems);
                continue;
            }

            if (FactText.Problem(fact, text) is { } wrong)
            {
                problems.Add(new Problem("PRV0508", path, node.Line, node.Column, $"`{text}` is no value of `{name}`: {wrong}", "docs/reference/transaction.md shows how each kind of fact is written"));
                continue;
            }

            if (IsStated(name, transaction))
            {
                problems.Add(new Problem("PRV0514", path, node.Line, node.Column, $"`{name}` follows from another field already", "state it in one place only"));
                continue;
            }

            facts.Add(new(name, text));
        }

        if (fields.Stated("facts") is { Kind: not DataKind.Map } other)
        {
            problems.Add(new Problem("PRV0505", "facts", other.Line, other.Column, "fields are expected here", "write `facts: {item.datacenter: yes}`"));
        }

        return facts;
    }

    // Of a sum over time it may only be known that it is at least so much.
    private const string AtLeast = "at least ";

    private static void Bound(FactDefinition fact, string text, string path, DataNode node, List<SumBound> bounds, List<Problem> problems)
    {
        var slots = new long[fact.Slot + 1];
        var problem = text is "?" or "n/a" ? "it takes a number" : FactText.Read(fact, text, slots);
        if (problem is not null)
        {
            problems.Add(new Problem("PRV0508", path, node.Line, node.Column, $"`{AtLeast}{text}` is no value of `{fact.Name}`: {problem}", "write `at least 12500000`, or the whole sum where it is known"));
            return;
        }

        bounds.Add(new SumBound(fact.Name, slots[fact.Slot], "as stated"));
    }

    /// <summary>Who asks. A name that is no name would read as nobody, and what was written to somebody would fall away unseen.</summary>
    private static string? Asker(FieldReader fields)
    {
        var name = fields.Text("asker", 200);
        if (fields.Stated("asker") is { } node && AskerName.Of(name) is null && node.Kind == DataKind.Scalar)
        {
            fields.Report("PRV0505", "asker", node, "nobody is named", "write the name of the organization that asks, or leave the field out");
        }

        return AskerName.Of(name);
    }
}
