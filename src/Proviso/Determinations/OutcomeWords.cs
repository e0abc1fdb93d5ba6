using Proviso.Rules.Binding;

namespace Proviso.Determinations;

/// <summary>The words of answers in their machine form.</summary>
public static class OutcomeWords
{
    /// <summary>The word of a verdict, such as <c>license-required</c>.</summary>
    public static string Word(this Verdict verdict) => verdict switch
    {
        Verdict.NotSubject => "not-subject",
        Verdict.NoLicenseRequired => "no-license-required",
        Verdict.LicenseException => "license-exception",
        Verdict.OnPaper => "on-paper",
        Verdict.LicenseRequired => "license-required",
        Verdict.Prohibited => "prohibited",
        Verdict.Conflict => "conflict",
        Verdict.Undetermined => "undetermined",
        Verdict.NotEncoded => "not-encoded",
        Verdict.Error => "error",
    };

    /// <summary>The word of a review policy, or null when none is stated.</summary>
    public static string? Word(this ReviewPolicy review) => review == ReviewPolicy.NotStated ? null : Outcome.ReviewWord(review);

    /// <summary>The verdict of a settled outcome.</summary>
    public static Verdict ToVerdict(this Outcome outcome) => outcome.Kind switch
    {
        OutcomeKind.None => Verdict.Error,
        OutcomeKind.NotSubject => Verdict.NotSubject,
        OutcomeKind.NoLicenseRequired => Verdict.NoLicenseRequired,
        OutcomeKind.LicenseException => Verdict.LicenseException,
        OutcomeKind.LicenseRequired => Verdict.LicenseRequired,
        OutcomeKind.Prohibited => Verdict.Prohibited,
        OutcomeKind.Undetermined => Verdict.Undetermined,
        OutcomeKind.NotEncoded => Verdict.NotEncoded,
    };
}
