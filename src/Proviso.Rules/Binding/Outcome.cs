namespace Proviso.Rules.Binding;

/// <summary>What an authority's law concludes, in rising strictness after <see cref="None"/>.</summary>
public enum OutcomeKind
{
    /// <summary>Nothing is concluded.</summary>
    None,

    /// <summary>The law does not reach the transaction.</summary>
    NotSubject,

    /// <summary>No license is required.</summary>
    NoLicenseRequired,

    /// <summary>A license exception is available, under its conditions.</summary>
    LicenseException,

    /// <summary>A license is required.</summary>
    LicenseRequired,

    /// <summary>The transaction is prohibited.</summary>
    Prohibited,

    /// <summary>The law is only pointed at: every outcome is possible.</summary>
    Undetermined,

    /// <summary>Nobody has encoded the law: every outcome is possible, and a text that would settle it is named.</summary>
    NotEncoded,
}

/// <summary>How an application for a license is reviewed, in rising strictness.</summary>
public enum ReviewPolicy
{
    /// <summary>The law modelled here does not say.</summary>
    NotStated,

    /// <summary>Presumption of approval.</summary>
    PresumptionOfApproval,

    /// <summary>Case by case.</summary>
    CaseByCase,

    /// <summary>Presumption of denial.</summary>
    PresumptionOfDenial,
}

/// <summary>One conclusion: its kind, the review policy of a required license, the name of an exception.</summary>
/// <param name="Kind">What is concluded.</param>
/// <param name="Review">Only for a required license.</param>
/// <param name="Exception">Only for a license exception: its name.</param>
public readonly record struct Outcome(OutcomeKind Kind, ReviewPolicy Review = ReviewPolicy.NotStated, string? Exception = null)
{
    /// <summary>Rank of the strictest outcome.</summary>
    public const int HighestRank = 8;

    /// <summary>Whether it leaves everything open, as law that is only pointed at or not encoded does.</summary>
    public bool IsOpen => Kind is OutcomeKind.Undetermined or OutcomeKind.NotEncoded;

    /// <summary>Place in the order of strictness, 0 (nothing) to 8 (prohibited); "undetermined" and "not encoded" have none and give 8.</summary>
    public int Rank => Kind switch
    {
        OutcomeKind.None => 0,
        OutcomeKind.NotSubject => 1,
        OutcomeKind.NoLicenseRequired => 2,
        OutcomeKind.LicenseException => 3,
        OutcomeKind.LicenseRequired => 4 + (int)Review,
        OutcomeKind.Prohibited => 8,
        OutcomeKind.Undetermined or OutcomeKind.NotEncoded => 8,
    };

    /// <summary>The outcome at a rank; an exception comes back without its name.</summary>
    public static Outcome AtRank(int rank) => rank switch
    {
        0 => new(OutcomeKind.None),
        1 => new(OutcomeKind.NotSubject),
        2 => new(OutcomeKind.NoLicenseRequired),
        3 => new(OutcomeKind.LicenseException),
        >= 4 and <= 7 => new(OutcomeKind.LicenseRequired, (ReviewPolicy)(rank - 4)),
        8 => new(OutcomeKind.Prohibited),
        _ => throw new ArgumentOutOfRangeException(nameof(rank)),
    };

    /// <summary>The words of the language: <c>license required, review case-by-case</c>.</summary>
    public override string ToString() => Kind switch
    {
        OutcomeKind.None => "nothing concluded",
        OutcomeKind.NotSubject => "not subject",
        OutcomeKind.NoLicenseRequired => "no license required",
        OutcomeKind.LicenseException => Exception is null ? "license exception" : $"license exception {Exception}",
        OutcomeKind.LicenseRequired => Review == ReviewPolicy.NotStated ? "license required" : $"license required, review {ReviewWord(Review)}",
        OutcomeKind.Prohibited => "prohibited",
        OutcomeKind.Undetermined => "undetermined",
        OutcomeKind.NotEncoded => "not encoded",
    };

    /// <summary>The word of a review policy, or <c>-</c> when none is stated.</summary>
    public static string ReviewWord(ReviewPolicy review) => review switch
    {
        ReviewPolicy.NotStated => "-",
        ReviewPolicy.PresumptionOfApproval => "presumption-of-approval",
        ReviewPolicy.CaseByCase => "case-by-case",
        ReviewPolicy.PresumptionOfDenial => "presumption-of-denial",
    };
}
