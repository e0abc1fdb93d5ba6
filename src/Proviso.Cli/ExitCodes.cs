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

    /// <summary>Papers that two persons are said to have filed stand in for law that is not encoded here: it may go, and it is not clear.</summary>
    public const int OnPaper = 11;

    /// <summary>A license is required.</summary>
    public const int LicenseRequired = 20;

    /// <summary>Prohibited.</summary>
    public const int Prohibited = 30;

    /// <summary>One law requires what another forbids.</summary>
    public const int Conflict = 35;

    /// <summary>The facts do not settle it.</summary>
    public const int Undetermined = 40;

    /// <summary>A fault of ours or of the law files on these facts; never an answer.</summary>
    public const int Error = 50;

    /// <summary>Refused: not enough is free.</summary>
    public const int NotEnough = 60;

    /// <summary>Refused: a condition is not met.</summary>
    public const int ConditionUnmet = 61;

    /// <summary>Refused: the law of the day forbids it or does not settle it.</summary>
    public const int LawForbids = 62;

    /// <summary>Refused: suspended, frozen, closed, expired or ended.</summary>
    public const int Stopped = 63;

    /// <summary>Refused: not this person's to do.</summary>
    public const int NotTheirs = 64;

    /// <summary>Refused: it needs a second person.</summary>
    public const int NeedsSecondPerson = 65;

    /// <summary>Refused: what it names is not there, or stands otherwise.</summary>
    public const int OtherState = 66;

    /// <summary>Refused: the id was used for another command.</summary>
    public const int IdReused = 67;

    /// <summary>Refused: clock and book disagree, and two people have to say what time it is.</summary>
    public const int ClockStopped = 68;

    /// <summary>The journal does not answer, is behind what others have seen, or another writer has the book.</summary>
    public const int NoJournal = 70;

    /// <summary>The journal is damaged: nothing was answered from it, signed over it or written to it.</summary>
    public const int Damaged = 71;

    /// <summary>It was done, and the answer could not be written.</summary>
    public const int DoneUntold = 72;

    /// <summary>The code of a refusal.</summary>
    public static int Of(Licensing.LicenseRefusal refusal) => refusal switch
    {
        Licensing.MalformedCommand => BadInput,
        Licensing.CommandIdReused => IdReused,
        Licensing.NotEnrolled or Licensing.NotTheirs => NotTheirs,
        Licensing.NeedsSecondPerson or Licensing.ValueOutsideTolerance => NeedsSecondPerson,
        Licensing.LicenseNotInForce or Licensing.FactsChanged => Stopped,
        Licensing.AnotherLimit or Licensing.ReservationExceeded => NotEnough,
        Licensing.ClockStopped => ClockStopped,
        Licensing.ConditionUnmet => ConditionUnmet,
        Licensing.LawForbids => LawForbids,
        Licensing.LedgerRefuses ledger => Of(ledger.Refusal),
        Licensing.BookFounded or Licensing.NoSuch or Licensing.SoAlready or Licensing.StillOutstanding => OtherState,
        _ => OtherState,
    };

    private static int Of(Ledger.LedgerRefusal refusal) => refusal switch
    {
        Ledger.LinkedRefused linked => Of(linked.Refusal),
        Ledger.ExceedsReservation exceeds => Of(exceeds.Cause),
        Ledger.Malformed => BadInput,
        Ledger.IdReused => IdReused,
        Ledger.AccountSuspended or Ledger.AccountFrozen or Ledger.AccountClosed or Ledger.ReservationLapsed or Ledger.ReservationResolved => Stopped,
        Ledger.QuotaExceeded or Ledger.RatioExceeded or Ledger.WindowExceeded or Ledger.OverCommitted or Ledger.ExceedsShipment or Ledger.ExceedsAuthorized or Ledger.TooLarge or Ledger.ExceedsReservation => NotEnough,
        _ => OtherState,
    };

    /// <summary>The code of an answer.</summary>
    public static int Of(Determinations.Determination determination) => determination.Outcome switch
    {
        Determinations.Verdict.NotSubject or Determinations.Verdict.NoLicenseRequired or Determinations.Verdict.LicenseException => determination.Holds.Count > 0 ? Hold : Clear,
        Determinations.Verdict.OnPaper => determination.Holds.Count > 0 ? Hold : OnPaper,
        Determinations.Verdict.LicenseRequired => LicenseRequired,
        Determinations.Verdict.Prohibited => Prohibited,
        Determinations.Verdict.Conflict => Conflict,
        Determinations.Verdict.Undetermined or Determinations.Verdict.NotEncoded => Undetermined,
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
