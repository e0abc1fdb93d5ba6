namespace Proviso.Licensing;

/// <summary>What an organization is.</summary>
public enum OrganizationKind
{
    /// <summary>A licensing authority. It signs for itself alone.</summary>
    Authority,

    /// <summary>Who exports under a license.</summary>
    Exporter,

    /// <summary>Who buys or receives.</summary>
    Buyer,

    /// <summary>A laboratory that tests.</summary>
    Laboratory,

    /// <summary>Another supplier, such as a maker of domestic chips.</summary>
    Supplier,

    /// <summary>Anybody else.</summary>
    Other,
}

/// <summary>What a person may do for its organization.</summary>
public enum Role
{
    /// <summary>Enrolls and dismisses people of its organization; decides nothing.</summary>
    Administrator,

    /// <summary>Signs: decisions, proposals, countersignatures, acknowledgements, evidence; and whatever a clerk may.</summary>
    Officer,

    /// <summary>Reserves, ships and files evidence.</summary>
    Clerk,
}

/// <summary>An organization that takes part.</summary>
/// <param name="Key">Its key, 1 to 64 characters.</param>
/// <param name="Name">Its name, 1 to 200 characters.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Country">Where it is, ISO 3166-1 alpha-2.</param>
/// <param name="UltimateParent">Key of its ultimate parent; null when it has none here.</param>
public sealed record Organization(string Key, string Name, OrganizationKind Kind, string Country, string? UltimateParent = null);

/// <summary>A person, by a key that stands for them: names and addresses stay out of a record that cannot forget.</summary>
/// <param name="Key">The key, 1 to 64 characters.</param>
/// <param name="Organization">For whom they act.</param>
/// <param name="Role">What they may do.</param>
public sealed record Person(string Key, string Organization, Role Role);
