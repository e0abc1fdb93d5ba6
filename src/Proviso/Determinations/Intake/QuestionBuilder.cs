using Proviso.Parties;
using Proviso.Places;
using Proviso.Rules.Binding;
using Proviso.Rules.Evaluation;

namespace Proviso.Determinations.Intake;

/// <summary>Turns a transaction into the facts that the law speaks of. What was not stated stays unknown, or becomes a named assumption.</summary>
public sealed class QuestionBuilder
{
    private static readonly Assumption Unlisted = new("party.listing", "no party was screened: none is taken to stand on a list", "screen the parties and state `listings` for each, or `screening` for all");
    private static readonly Assumption UnlistedOwners = new("party.owner_listing", "nobody stated what listed parties own: none is taken to own a share", "state `ownership` for each party, or `screening: {owners: none-listed, …}`");
    private static readonly Assumption UnlistedShare = UnlistedOwners with { Fact = "party.listed_share" };
    private static readonly Assumption NotMilitary = new("party.military", "no party is taken to be a military end user: nobody stated it", "state `military: no` for each party");
    private static readonly Assumption NotIntelligence = new("party.military_intelligence", "no party is taken to be a military-intelligence end user: nobody stated it", "state `militaryIntelligence: no` for each party");
    private static readonly Assumption Circuit = new("item.kind", "the item is taken to be an integrated circuit: nobody stated its kind", "state `item.kind`");
    private static readonly Assumption NoModel = new("item.model", "the item is taken not to be a product that a letter or report names", "name the product, or state `item.model`");

    private readonly FactSchema _schema;
    private readonly Dictionary<string, FactDefinition?> _facts = new(StringComparer.Ordinal);

    /// <summary>A builder for a vocabulary.</summary>
    public QuestionBuilder(FactSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        _schema = schema;
    }

    // A vocabulary without a fact does not speak of it; then there is nothing to set.
    private FactDefinition? Fact(string name)
    {
        if (!_facts.TryGetValue(name, out var fact))
        {
            _facts[name] = fact = _schema.Find(name);
        }

        return fact;
    }

    /// <summary>The question of a transaction.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="on">The day it is judged on.</param>
    /// <param name="knownOn">The day up to which publications count.</param>
    /// <param name="view">As enforced, or on the text.</param>
    /// <param name="scenario">A scenario, or null.</param>
    /// <param name="frame">A frame to fill, or null for a new one.</param>
    public Question Build(Transaction transaction, DateOnly on, DateOnly knownOn, LawView view, string? scenario, FactFrame? frame = null)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        frame ??= new FactFrame(_schema);
        frame.Clear();
        var assumptions = new List<Assumption>();
        Item(frame, transaction, assumptions);
        OneOf(frame, "kind", transaction.Kind);
        OneOf(frame, "origin", transaction.Origin?.Code);
        OneOf(frame, "destination", transaction.Destination?.Code);
        OneOf(frame, "end_use", transaction.EndUse);
        Number(frame, "units", transaction.Quantity);
        Number(frame, "value", transaction.ValueCurrency == "USD" ? transaction.ValueAmount : null);
        Parties(frame, transaction, assumptions);
        foreach (var (name, text) in transaction.Facts)
        {
            if (Fact(name) is { } fact)
            {
                FactText.Read(fact, text, frame.Slots);
                assumptions.RemoveAll(a => string.Equals(a.Fact, name, StringComparison.Ordinal));
            }
        }

        return new Question(transaction.Id, frame, on, knownOn, view, scenario, transaction.Evidence, transaction.Certifications, assumptions);
    }

    private void Item(FactFrame frame, Transaction transaction, List<Assumption> assumptions)
    {
        var item = transaction.Item;
        OneOf(frame, "item.kind", item.Kind ?? "integrated-circuit");
        if (item.Kind is null)
        {
            assumptions.Add(Circuit);
        }

        OneOf(frame, "item.model", item.Model ?? "other");
        if (item.Model is null)
        {
            assumptions.Add(NoModel);
        }

        Number(frame, "item.tpp", item.Working.Tpp);
        if (item.DieAreaNotApplicable)
        {
            if (Fact("item.die_area") is { } area)
            {
                frame.SetNotApplicable(area);
            }
        }
        else
        {
            Number(frame, "item.die_area", item.Working.DieArea);
        }

        Number(frame, "item.transfer_rate", item.TransferRate);
        Number(frame, "item.dram_bandwidth", item.DramBandwidth);
        Number(frame, "item.hbm_bandwidth", item.HbmBandwidth);
        Number(frame, "item.hbm_area", item.HbmArea);
        YesNo(frame, "item.datacenter", item.Datacenter);
        YesNo(frame, "item.subject_to_ear", item.SubjectToEar);
        if (item.UsSaleSince is { } since && Fact("item.us_sale_since") is { } sale)
        {
            frame.Set(sale, since);
        }

        OneOf(frame, "item.developer_headquarters", item.DeveloperHeadquarters?.Code);
    }

    private void Parties(FactFrame frame, Transaction transaction, List<Assumption> assumptions)
    {
        var parties = transaction.Parties;

        // Someone receives the item; while nobody is named for that, there is a party more than stated.
        var complete = parties.Any(p => p.IsRecipient);
        Countries(frame, "party.country", parties, p => p.Country, complete);
        Countries(frame, "party.headquarters", parties, p => p.Headquarters, complete);
        Countries(frame, "party.ultimate_parent", parties, p => p.UltimateParentHeadquarters, complete);
        Listings(frame, "party.listing", parties.Select(p => p.Listings), complete && (transaction.ScreenedPartiesClear || parties.All(p => p.Listings is not null)), Unlisted, assumptions);
        var ownersKnown = transaction.ScreenedOwnersClear || parties.All(p => p.ListedShare is not null);
        Listings(frame, "party.owner_listing", parties.Select(p => p.OwnerListings), complete && ownersKnown, UnlistedOwners, assumptions);
        if (Fact("party.listed_share") is { } share)
        {
            frame.Slots[share.Slot] = parties.Max(p => p.ListedShare) ?? 0;
            if (!(complete && ownersKnown))
            {
                assumptions.Add(UnlistedShare);
            }
        }

        Military(frame, "party.military", parties.Select(p => p.Military), complete, NotMilitary, assumptions);
        Military(frame, "party.military_intelligence", parties.Select(p => p.MilitaryIntelligence), complete, NotIntelligence, assumptions);
        var recipient = parties.FirstOrDefault(p => p.Role == "end-user") ?? parties.FirstOrDefault(p => p.IsRecipient);
        if (recipient is not null)
        {
            OneOf(frame, "buyer.group", recipient.Group ?? "other");
        }
    }

    private void Countries(FactFrame frame, string name, IReadOnlyList<Party> parties, Func<Party, Country?> of, bool complete)
    {
        if (Fact(name) is not { } fact)
        {
            return;
        }

        frame.BeginSet(fact, complete && parties.All(p => of(p) is not null));
        foreach (var party in parties)
        {
            if (of(party) is { } country && fact.Enum!.IndexOf(country.Code) is >= 0 and var index)
            {
                frame.AddMember(fact, index);
            }
        }
    }

    private void Listings(FactFrame frame, string name, IEnumerable<IReadOnlyList<string>?> lists, bool stated, Assumption assumption, List<Assumption> assumptions)
    {
        if (Fact(name) is not { } fact)
        {
            return;
        }

        frame.BeginSet(fact, complete: true);
        foreach (var listing in lists.Where(l => l is not null).SelectMany(l => l!))
        {
            if (fact.Enum!.IndexOf(listing) is >= 0 and var index)
            {
                frame.AddMember(fact, index);
            }
        }

        if (!stated)
        {
            assumptions.Add(assumption);
        }
    }

    private void Military(FactFrame frame, string name, IEnumerable<bool?> stated, bool complete, Assumption assumption, List<Assumption> assumptions)
    {
        if (Fact(name) is not { } fact)
        {
            return;
        }

        var all = stated.ToList();
        frame.Set(fact, all.Contains(true));
        if (!all.Contains(true) && !(complete && all.TrueForAll(m => m == false)))
        {
            assumptions.Add(assumption);
        }
    }

    private void OneOf(FactFrame frame, string name, string? value)
    {
        if (value is not null && Fact(name) is { Enum: { } values } fact && values.IndexOf(value) is >= 0 and var index)
        {
            frame.SetValue(fact, index);
        }
    }

    private void Number(FactFrame frame, string name, long? value)
    {
        if (value is { } number && Fact(name) is { } fact && number >= fact.Least && number <= fact.Greatest)
        {
            frame.Slots[fact.Slot] = number;
        }
    }

    private void YesNo(FactFrame frame, string name, bool? value)
    {
        if (value is { } yes && Fact(name) is { } fact)
        {
            frame.Set(fact, yes);
        }
    }
}
