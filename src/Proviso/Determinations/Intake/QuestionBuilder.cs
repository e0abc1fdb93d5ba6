using Proviso.Determinations.Screened;
using Proviso.Parties;
using Proviso.Parties.Ownership;
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

    private static readonly Assumption NotInformed = new("informed_by_authority", "no authority is taken to have informed the exporter of a use that its catch-all control names", "state `facts: {informed_by_authority: no}`");
    private static readonly Assumption NotAware = new("aware_of_catch_all_use", "the exporter is taken not to be aware of a use that a catch-all control names", "state `facts: {aware_of_catch_all_use: no}`");
    private static readonly Assumption NoFreeZone = new("destination_free_zone", "it is taken not to be delivered into a customs-free zone or free warehouse", "state `facts: {destination_free_zone: no}`");
    private static readonly Assumption FromGreatBritain = new("origin_northern_ireland", "it is taken to be sent from Great Britain, not from Northern Ireland", "state `facts: {origin_northern_ireland: no}`");
    private static readonly Assumption ToGreatBritain = new("destination_northern_ireland", "it is taken to go to Great Britain, not to Northern Ireland", "state `facts: {destination_northern_ireland: no}`");

    private readonly FactSchema _schema;
    private readonly PartyRow? _row;
    private readonly Dictionary<string, FactDefinition?> _facts = new(StringComparer.Ordinal);

    /// <summary>A builder for a vocabulary.</summary>
    public QuestionBuilder(FactSchema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        _schema = schema;
        _row = schema.Find("party") is { Type: FactType.Record } record ? new PartyRow(record) : null;
    }

    /// <summary>The record of the parties and its fields, each null where the vocabulary does not have it.</summary>
    private sealed class PartyRow(FactDefinition record)
    {
        public FactDefinition Record { get; } = record;

        public FactDefinition? Role { get; } = record.Record!.Find("role");

        public FactDefinition? Country { get; } = record.Record!.Find("country");

        public FactDefinition? Headquarters { get; } = record.Record!.Find("headquarters");

        public FactDefinition? UltimateParent { get; } = record.Record!.Find("ultimate_parent");

        public FactDefinition? Listing { get; } = record.Record!.Find("listing");

        public FactDefinition? OwnerListing { get; } = record.Record!.Find("owner_listing");

        public FactDefinition? ListedShare { get; } = record.Record!.Find("listed_share");

        public FactDefinition? Military { get; } = record.Record!.Find("military");

        public FactDefinition? MilitaryIntelligence { get; } = record.Record!.Find("military_intelligence");
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
    /// <param name="screening">What screening found about the parties of this transaction, or null.</param>
    public Question Build(Transaction transaction, DateOnly on, DateOnly knownOn, LawView view, string? scenario, FactFrame? frame = null, ScreeningReport? screening = null)
    {
        ArgumentNullException.ThrowIfNull(transaction);
        transaction = screening?.Transaction ?? transaction;
        frame ??= new FactFrame(_schema);
        frame.Clear();
        var assumptions = new List<Assumption>(screening?.Assumptions ?? []);
        Item(frame, transaction, assumptions);
        OneOf(frame, "kind", transaction.Kind);
        OneOf(frame, "origin", transaction.Origin?.Code);
        OneOf(frame, "destination", transaction.Destination?.Code);
        Transit(frame, transaction);
        ExporterPlaces(frame, transaction.Parties);
        OneOf(frame, "destination.region", transaction.Region);
        OneOf(frame, "end_use", transaction.EndUse);
        Number(frame, "units", transaction.Quantity);
        Number(frame, "value", transaction.ValueCurrency == "USD" ? transaction.ValueAmount : null);
        Number(frame, "value_jpy", transaction.ValueCurrency == "JPY" ? transaction.ValueAmount : null);
        Abroad(frame, transaction, assumptions);
        Parties(frame, transaction, assumptions);
        foreach (var (name, text) in transaction.Facts)
        {
            if (Fact(name) is { } fact)
            {
                FactText.Read(fact, text, frame.Slots);
                assumptions.RemoveAll(a => string.Equals(a.Fact, name, StringComparison.Ordinal));
            }
        }

        Rows(frame, transaction);
        return new Question(transaction.Id, frame, on, knownOn, view, scenario, transaction.Evidence, transaction.Certifications, assumptions)
        {
            Screening = screening,
            Asker = transaction.Asker,
            Papers = transaction.Papers,
            At = transaction.At,
            Bounds = transaction.Bounds,
        };
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
        else if (item.NeverSoldInUs && Fact("item.us_sale_since") is { } noSale)
        {
            frame.SetNotApplicable(noSale);
        }

        OneOf(frame, "item.developer_headquarters", item.DeveloperHeadquarters?.Code);
    }

    /// <summary>
    /// The places it passes through: those stated under `via`, and the countries of intermediate consignees. Nothing stated is no such place:
    /// it goes directly; an intermediate consignee without a country leaves the set open.
    /// </summary>
    private void Transit(FactFrame frame, Transaction transaction)
    {
        if (Fact("transit") is not { } fact)
        {
            return;
        }

        frame.BeginSet(fact, complete: true);
        var complete = true;
        foreach (var country in transaction.Via)
        {
            Add(country);
        }

        for (var i = 0; i < transaction.Parties.Count; i++)
        {
            if (transaction.Parties[i] is { Role: "intermediate-consignee" } consignee)
            {
                complete &= consignee.Country is not null;
                Add(consignee.Country);
            }
        }

        if (!complete)
        {
            frame.SetIncomplete(fact);
        }

        void Add(Country? country)
        {
            if (country is not null && fact.Enum!.IndexOf(country.Code) is >= 0 and var index)
            {
                frame.AddMember(fact, index);
            }
        }
    }

    /// <summary>What other authorities than those of the United States ask of an exporter; nobody states it where nothing is the matter.</summary>
    private void Abroad(FactFrame frame, Transaction transaction, List<Assumption> assumptions)
    {
        var leaves = transaction.Origin is { Code: not "US" };
        if (leaves || transaction.Via.Count > 0 || transaction.Parties.Any(p => p.Role == "intermediate-consignee"))
        {
            Assume(NotInformed);
            Assume(NotAware);
        }

        if (leaves)
        {
            Assume(NoFreeZone);
        }

        if (transaction.Origin is { Code: "GB" })
        {
            Assume(FromGreatBritain);
        }

        if (transaction.Destination is { Code: "GB" })
        {
            Assume(ToGreatBritain);
        }

        void Assume(Assumption assumption)
        {
            if (Fact(assumption.Fact) is { } fact)
            {
                frame.Set(fact, false);
                assumptions.Add(assumption);
            }
        }
    }

    /// <summary>Where the exporters are and are headquartered; open while no exporter is named, or one without its country or headquarters.</summary>
    private void ExporterPlaces(FactFrame frame, IReadOnlyList<Party> parties)
    {
        if (Fact("exporter.places") is not { } fact)
        {
            return;
        }

        frame.BeginSet(fact, complete: true);
        var (any, all) = (false, true);
        for (var i = 0; i < parties.Count; i++)
        {
            if (parties[i] is { Role: "exporter" } exporter)
            {
                any = true;
                all &= exporter is { Country: not null, Headquarters: not null };
                Add(exporter.Country);
                Add(exporter.Headquarters);
            }
        }

        if (!any || !all)
        {
            frame.SetIncomplete(fact);
        }

        void Add(Country? country)
        {
            if (country is not null && fact.Enum!.IndexOf(country.Code) is >= 0 and var index)
            {
                frame.AddMember(fact, index);
            }
        }
    }

    private void Parties(FactFrame frame, Transaction transaction, List<Assumption> assumptions)
    {
        var parties = transaction.Parties;

        // Someone receives the item; while nobody is named for that, there is a party more than stated.
        var complete = parties.Any(p => p.IsRecipient);
        // Where parties are is asked of those who buy, receive or use the item; lists, owners and military ends of all.
        Countries(frame, "party.country", parties, p => p.Country, complete);
        Countries(frame, "party.headquarters", parties, p => p.Headquarters, complete);
        Countries(frame, "party.ultimate_parent", parties, p => p.UltimateParentHeadquarters, complete);
        Party[] endUsers = [.. parties.Where(p => p.Role == "end-user")];
        Countries(frame, "end_user.headquarters", endUsers, p => p.Headquarters, endUsers.Length > 0);
        Countries(frame, "end_user.ultimate_parent", endUsers, p => p.UltimateParentHeadquarters, endUsers.Length > 0);
        Named(frame, parties, complete);
        Listings(frame, "party.listing", parties, p => p.Listings, complete && (transaction.ScreenedPartiesClear || parties.All(p => p.Listings is not null)), Unlisted, assumptions);
        var ownersOpen = parties.Any(p => p.ListedShareOpen is not null);
        var ownersKnown = transaction.ScreenedOwnersClear || parties.All(p => p.ListedShare is not null || p.ListedShareOpen is not null);
        Listings(frame, "party.owner_listing", parties, p => p.OwnerListings, complete && ownersKnown, UnlistedOwners, assumptions);
        if (Fact("party.listed_share") is { } share)
        {
            frame.Slots[share.Slot] = parties.Max(p => p.ListedShare) ?? 0;
            if (ownersOpen && frame.Slots[share.Slot] < ShareInterval.Half)
            {
                // Below half for those that can be told says nothing of the one that cannot; nor is it known on which lists its owners stand.
                frame.SetUnknown(share);
                if (Fact("party.owner_listing") is { } lists)
                {
                    frame.SetIncomplete(lists);
                }
            }

            if (!(complete && ownersKnown))
            {
                assumptions.Add(UnlistedShare);
            }
        }

        Military(frame, "party.military", parties, p => p.Military, complete, NotMilitary, assumptions);
        Military(frame, "party.military_intelligence", parties, p => p.MilitaryIntelligence, complete, NotIntelligence, assumptions);
        var recipient = parties.FirstOrDefault(p => p.Role == "end-user") ?? parties.FirstOrDefault(p => p.IsRecipient);
        if (recipient is not null)
        {
            OneOfOrOther(frame, "buyer.group", recipient.Group);
        }

        Exporter(frame, parties);
    }

    /// <summary>Where the exporter is headquartered, and which of the companies it is that letters are addressed to; unknown while nobody is named as exporter.</summary>
    private void Exporter(FactFrame frame, IReadOnlyList<Party> parties)
    {
        var (named, agreed, open) = (false, true, false);
        string? company = null;
        Country? headquarters = null;
        for (var i = 0; i < parties.Count; i++)
        {
            if (parties[i] is not { Role: "exporter" } exporter)
            {
                continue;
            }

            // Of two exporters with different headquarters the fact, which has one value, cannot tell.
            agreed &= exporter.Headquarters is not null && (!named || exporter.Headquarters.Code == headquarters?.Code);
            headquarters = exporter.Headquarters;
            named = true;
            open |= exporter.Group is null;
            company ??= exporter.Group is { } group and not "other" && Fact("exporter.company")?.Enum?.IndexOf(group) >= 0 ? group : null;
        }

        if (named)
        {
            OneOf(frame, "exporter.headquarters", agreed ? headquarters?.Code : null);

            // A name that is none of theirs may still be an arm of one: only a group of its own says that it is another company.
            OneOf(frame, "exporter.company", company ?? (open ? null : "other"));
        }
    }

    /// <summary>
    /// Each party as a row of its own. What nobody stated of a party is what the fact about all parties takes it to be where that fact says that none is so;
    /// where some party is so, this one may be.
    /// </summary>
    private void Rows(FactFrame frame, Transaction transaction)
    {
        if (_row is null)
        {
            return;
        }

        // Those who do not fit are not forgotten: there may then be more than the rows say. No recipient named is a party more than stated, as above.
        var parties = transaction.Parties;
        var listed = !transaction.ScreenedPartiesClear && SomeMayBe(frame, "party.listing");
        var owned = !transaction.ScreenedOwnersClear && (SomeMayBe(frame, "party.listed_share") || SomeMayBe(frame, "party.owner_listing"));
        var (military, intelligence) = (SomeMayBe(frame, "party.military"), SomeMayBe(frame, "party.military_intelligence"));
        var fit = Math.Min(parties.Count, _row.Record.Record!.Most);
        frame.BeginRows(_row.Record, fit == parties.Count && parties.Any(p => p.IsRecipient));
        for (var i = 0; i < fit; i++)
        {
            var party = parties[i];
            var row = frame.AddRow(_row.Record);
            OneOf(frame, _row.Role, party.Role, row);
            OneOf(frame, _row.Country, party.Country?.Code, row);
            OneOf(frame, _row.Headquarters, party.Headquarters?.Code, row);
            OneOf(frame, _row.UltimateParent, party.UltimateParentHeadquarters?.Code, row);
            Lists(frame, _row.Listing, party.Listings, listed, row);
            Owners(frame, party, owned, row);
            YesNo(frame, _row.Military, party.Military ?? (military ? null : false), row);
            YesNo(frame, _row.MilitaryIntelligence, party.MilitaryIntelligence ?? (intelligence ? null : false), row);
        }
    }

    /// <summary>Whether a fact about all parties leaves it open, or says, that one of them is so.</summary>
    private bool SomeMayBe(FactFrame frame, string name) =>
        Fact(name) is not { } fact || frame.Slots[fact.Slot] != 0 || (fact.Type == FactType.SetOf && frame.Members(fact).Any());

    private static void Lists(FactFrame frame, FactDefinition? field, IReadOnlyList<string>? lists, bool open, int row)
    {
        if (field is null)
        {
            return;
        }

        frame.BeginSet(field, complete: lists is not null || !open, row);
        for (var k = 0; k < (lists?.Count ?? 0); k++)
        {
            if (field.Enum!.IndexOf(lists![k]) is >= 0 and var index)
            {
                frame.AddMember(field, index, row);
            }
        }
    }

    private void Owners(FactFrame frame, Party party, bool open, int row)
    {
        var unsure = party.ListedShareOpen is not null || (party.ListedShare is null && open);
        Lists(frame, _row!.OwnerListing, party.OwnerListings, unsure, row);
        if (unsure && _row.OwnerListing is { } lists)
        {
            frame.SetIncomplete(lists, row);
        }

        // At half and above the answer is there whatever the rest.
        if (_row.ListedShare is { } share && (!unsure || party.ListedShare >= ShareInterval.Half))
        {
            frame.Slots[share.Slot + (row * _row.Record.Record!.RowLength)] = party.ListedShare ?? 0;
        }
    }

    private static void OneOf(FactFrame frame, FactDefinition? field, string? value, int row)
    {
        if (value is not null && field?.Enum is { } values && values.IndexOf(value) is >= 0 and var index)
        {
            frame.SetValue(field, index, row);
        }
    }

    private static void YesNo(FactFrame frame, FactDefinition? field, bool? value, int row)
    {
        if (value is { } yes && field is not null)
        {
            frame.Set(field, yes, row);
        }
    }

    private void OneOfOrOther(FactFrame frame, string name, string? value) =>
        OneOf(frame, name, value is not null && Fact(name)?.Enum?.IndexOf(value) >= 0 ? value : "other");

    /// <summary>
    /// Who the recipients are among those whom an exemption names. An exemption has to be claimed: who is not stated to be one of them is another.
    /// A name that reads like one of them proves nothing; it leaves the set open until somebody says.
    /// </summary>
    private void Named(FactFrame frame, IReadOnlyList<Party> parties, bool complete)
    {
        if (Fact("recipient.named") is not { } fact)
        {
            return;
        }

        frame.BeginSet(fact, complete: true);
        for (var i = 0; i < parties.Count; i++)
        {
            if (!parties[i].IsHeadquartersTested)
            {
                continue;
            }

            if (parties[i] is { Named: null, NameReads: not null })
            {
                complete = false;
            }
            else if (fact.Enum!.IndexOf(parties[i].Named ?? "other") is >= 0 and var index)
            {
                frame.AddMember(fact, index);
            }
        }

        if (!complete)
        {
            frame.SetIncomplete(fact);
        }
    }

    private void Countries(FactFrame frame, string name, IReadOnlyList<Party> parties, Func<Party, Country?> of, bool complete)
    {
        if (Fact(name) is not { } fact)
        {
            return;
        }

        // Whether all are known is found on the way and set afterwards.
        frame.BeginSet(fact, complete: true);
        for (var i = 0; i < parties.Count; i++)
        {
            if (!parties[i].IsHeadquartersTested)
            {
                continue;
            }

            if (of(parties[i]) is not { } country)
            {
                complete = false;
            }
            else if (fact.Enum!.IndexOf(country.Code) is >= 0 and var index)
            {
                frame.AddMember(fact, index);
            }
        }

        if (!complete)
        {
            frame.SetIncomplete(fact);
        }
    }

    private void Listings(FactFrame frame, string name, IReadOnlyList<Party> parties, Func<Party, IReadOnlyList<string>?> of, bool stated, Assumption assumption, List<Assumption> assumptions)
    {
        if (Fact(name) is not { } fact)
        {
            return;
        }

        frame.BeginSet(fact, complete: true);
        for (var i = 0; i < parties.Count; i++)
        {
            var lists = of(parties[i]);
            for (var k = 0; k < (lists?.Count ?? 0); k++)
            {
                if (fact.Enum!.IndexOf(lists![k]) is >= 0 and var index)
                {
                    frame.AddMember(fact, index);
                }
            }
        }

        if (!stated)
        {
            assumptions.Add(assumption);
        }
    }

    private void Military(FactFrame frame, string name, IReadOnlyList<Party> parties, Func<Party, bool?> of, bool complete, Assumption assumption, List<Assumption> assumptions)
    {
        if (Fact(name) is not { } fact)
        {
            return;
        }

        var (any, all) = (false, complete);
        for (var i = 0; i < parties.Count; i++)
        {
            var stated = of(parties[i]);
            any |= stated == true;
            all &= stated == false;
        }

        frame.Set(fact, any);
        if (!any && !all)
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
