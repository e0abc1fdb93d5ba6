namespace Proviso.Rules.Evaluation;

/// <summary>The three truth values, ordered so that "and" is the least and "or" the greatest (Kleene's strong logic).</summary>
public enum Truth : byte
{
    /// <summary>It does not hold.</summary>
    No = 0,

    /// <summary>The facts do not settle it.</summary>
    Unknown = 1,

    /// <summary>It holds.</summary>
    Yes = 2,
}

/// <summary>Words and negation of <see cref="Truth"/>.</summary>
public static class TruthWords
{
    /// <summary>yes, no or unknown.</summary>
    public static string Word(this Truth truth) => truth switch
    {
        Truth.No => "no",
        Truth.Unknown => "unknown",
        Truth.Yes => "yes",
    };
}
