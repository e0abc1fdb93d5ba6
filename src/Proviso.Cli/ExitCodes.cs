namespace Proviso.Cli;

/// <summary>Every exit code of the command, in one place; <c>docs/reference/cli.md</c> shows the same table.</summary>
internal static class ExitCodes
{
    /// <summary>Done; for an answer: nothing stands in the way.</summary>
    public const int Clear = 0;

    /// <summary>A check that was asked for failed: a law test, a format check.</summary>
    public const int CheckFailed = 1;

    /// <summary>Wrong usage or bad input; nothing was answered for it.</summary>
    public const int BadInput = 2;

    /// <summary>The law would let it go, but something has to be done first.</summary>
    public const int Hold = 10;

    /// <summary>A license is required.</summary>
    public const int LicenseRequired = 20;

    /// <summary>Prohibited.</summary>
    public const int Prohibited = 30;

    /// <summary>The facts do not settle it.</summary>
    public const int Undetermined = 40;

    /// <summary>A fault of ours or of the law files on these facts; never an answer.</summary>
    public const int Error = 50;

    /// <summary>The code of an answer.</summary>
    public static int Of(Determinations.Determination determination) => determination.Outcome switch
    {
        Determinations.Verdict.NotSubject or Determinations.Verdict.NoLicenseRequired or Determinations.Verdict.LicenseException => determination.Holds.Count > 0 ? Hold : Clear,
        Determinations.Verdict.LicenseRequired => LicenseRequired,
        Determinations.Verdict.Prohibited => Prohibited,
        Determinations.Verdict.Undetermined => Undetermined,
        Determinations.Verdict.Error => Error,
    };

    /// <summary>The more serious of two codes, for a batch: an error before bad input before the strictest answer.</summary>
    public static int Worse(int a, int b) => Seriousness(a) >= Seriousness(b) ? a : b;

    private static int Seriousness(int code) => code switch
    {
        Error => 100,
        BadInput => 90,
        _ => code,
    };
}
