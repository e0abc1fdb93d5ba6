using Proviso.Determinations;
using Proviso.Determinations.Intake;
using Proviso.Items;
using Proviso.Parties;
using Proviso.Places;
using Proviso.Rules;
using Proviso.Rules.Evaluation;

namespace Proviso.Licensing;

/// <summary>Asks the law files what they say on the day of a shipment: the same engine, law and facts as <c>proviso check</c>.</summary>
/// <remarks>Parties are taken as those the license was granted for: who stands on a list is screening's to say, and a condition of its own.</remarks>
public sealed class CorpusShipmentLaw : IShipmentLaw
{
    private readonly RuleSet _rules;
    private readonly ChipCatalog _catalog;
    private readonly TransactionReader _reader;
    private readonly QuestionBuilder _questions;
    private readonly Determiner _determiner;
    private readonly GroupNames _groups;
    private readonly string? _scenario;

    /// <summary>Over a rule set and a catalog.</summary>
    /// <param name="rules">The law.</param>
    /// <param name="catalog">The products.</param>
    /// <param name="groups">Names of groups of companies.</param>
    /// <param name="scenario">A scenario of the law files, or null for the law as it is.</param>
    public CorpusShipmentLaw(RuleSet rules, ChipCatalog catalog, GroupNames groups, string? scenario = null)
    {
        ArgumentNullException.ThrowIfNull(rules);
        (_rules, _catalog, _groups, _scenario) = (rules, catalog, groups, scenario);
        _reader = new TransactionReader(rules.Schema, catalog, groups);
        _questions = new QuestionBuilder(rules.Schema);
        _determiner = new Determiner(rules);
    }

    /// <inheritdoc/>
    public LawVerdict Judge(LawQuestion question)
    {
        ArgumentNullException.ThrowIfNull(question);
        var (license, corpus) = (question.License, question.Condition.Corpus);
        if (_catalog.Find(license.Product) is not { } product)
        {
            return Unsettled($"undetermined: '{license.Product}' is not in the catalog of products");
        }

        if (_rules.Law.Corpora.All(c => c.Name != corpus))
        {
            return Unsettled($"undetermined: the law files have no corpus '{corpus}'");
        }

        var determination = _determiner.Decide(_questions.Build(Facts(question, product), question.On, question.KnownOn, LawView.AsEnforced, _scenario), withChanges: false);
        if (determination.Incomplete.Count > 0)
        {
            return Unsettled($"undetermined: the law is incomplete: {determination.Incomplete[0]}");
        }

        if (determination.Authorities.FirstOrDefault(a => a.Corpus.Name == corpus) is not { } answer)
        {
            return new(true, "not concerned", corpus, "-", determination.Receipt.CorpusHash);
        }

        // The license itself is the answer to "license required"; a stricter review is one it was not granted under.
        var permits = answer.Outcome switch
        {
            Verdict.NotSubject or Verdict.NoLicenseRequired or Verdict.LicenseException => true,
            Verdict.LicenseRequired => answer.Review is { } review && review <= question.Condition.Review,
            _ => false,
        };
        // Where another law forbids what this one requires, a license settles nothing.
        if (determination.Outcome == Verdict.Conflict || determination.Conflicts.Any(c => c.State == ConflictState.Possible))
        {
            var met = determination.Conflicts[0].Meeting.Forbidden.Provision.Version;
            return new(false, determination.Conflicts[0].Text, met.Name, string.Join("; ", met.Cites), determination.Receipt.CorpusHash);
        }

        var provision = answer.Provisions.Count > 0 ? answer.Provisions[0].Version : null;
        var words = answer.Outcome.Word().Replace('-', ' ') + (answer.Review?.Word() is { } policy ? $", review {policy}" : "");
        return new(permits, words, provision?.Name ?? corpus, provision is null ? "-" : string.Join("; ", provision.Cites), determination.Receipt.CorpusHash);
    }

    /// <summary>What changes of law since its issue say of a license, by the law files at hand.</summary>
    public LicenseByLaw ChangesSince(LicenseTerms license, DateOnly issued, DateOnly on, DateOnly knownOn) =>
        LicenseChanges.Of(_rules, LicenseChanges.CitationsOf(license), issued, on, knownOn, _scenario);

    /// <inheritdoc/>
    public LawVerdict? Ended(LicenseTerms license, DateOnly issued, DateOnly on, DateOnly knownOn) =>
        ChangesSince(license, issued, on, knownOn).Stop is { } stop
            ? new(false, stop.Text, stop.Provision.Name, string.Join("; ", stop.Provision.Cites), _rules.Hash)
            : null;

    private LawVerdict Unsettled(string outcome) => new(false, outcome, "the law files", "-", _rules.Hash);

    private Transaction Facts(LawQuestion question, ChipProduct product) => new()
    {
        Id = question.License.Key,
        Date = question.On,
        ProductName = question.License.Product,
        Product = product,
        Item = _reader.Figures(product, null, []),
        Kind = "export",
        Origin = Country.Find("US"),
        Destination = Country.Find(question.License.Destination),
        EndUse = question.License.EndUse,
        Parties = [Stated("exporter", question.Exporter, question.ExporterParent), Stated("end-user", question.Buyer, question.BuyerParent)],
        ScreenedPartiesClear = true,
        ScreenedOwnersClear = true,
    };

    private Party Stated(string role, Organization organization, Organization parent) => new()
    {
        Role = role,
        Name = organization.Name,
        Country = Country.Find(organization.Country),
        Headquarters = Country.Find(organization.Country),
        UltimateParentHeadquarters = Country.Find(parent.Country),
        Group = _groups.Find(organization.Name) ?? _groups.Find(parent.Name),
        Listings = [],
        Military = false,
        MilitaryIntelligence = false,
    };
}
