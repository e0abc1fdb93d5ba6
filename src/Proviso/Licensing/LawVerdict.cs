namespace Proviso.Licensing;

/// <summary>What the law of a day says about the shipments of a license.</summary>
/// <param name="Permits">Whether it is no stricter than what the license rests on. Never true where the facts do not settle it.</param>
/// <param name="Outcome">The outcome, in the words of the law language.</param>
/// <param name="Provision">The provision that decides.</param>
/// <param name="Cite">Its citation.</param>
/// <param name="CorpusHash">SHA-256 over the law files it was read from.</param>
public sealed record LawVerdict(bool Permits, string Outcome, string Provision, string Cite, string CorpusHash);

/// <summary>Asks the law. The answer is recorded with the entry it decided, so a replay needs no law.</summary>
public interface IShipmentLaw
{
    /// <summary>What the law says.</summary>
    LawVerdict Judge(LawQuestion question);

    /// <summary>What changes of law since its issue make of a license that has ended by them; null where it goes on.</summary>
    /// <param name="license">The license.</param>
    /// <param name="issued">The day of its issue.</param>
    /// <param name="on">The day of the event.</param>
    /// <param name="knownOn">The day up to which publications count.</param>
    LawVerdict? Ended(LicenseTerms license, DateOnly issued, DateOnly on, DateOnly knownOn) => null;
}

/// <summary>What the law is asked about the shipments of a license.</summary>
/// <param name="License">The license.</param>
/// <param name="Condition">The condition that asks.</param>
/// <param name="Exporter">The exporter.</param>
/// <param name="ExporterParent">Its ultimate parent; itself when it has none here.</param>
/// <param name="Buyer">The buyer.</param>
/// <param name="BuyerParent">Its ultimate parent; itself when it has none here.</param>
/// <param name="On">The day of the event.</param>
/// <param name="KnownOn">The day up to which publications count.</param>
public sealed record LawQuestion(
    LicenseTerms License, StandingLawCondition Condition, Organization Exporter, Organization ExporterParent, Organization Buyer, Organization BuyerParent, DateOnly On, DateOnly KnownOn);
