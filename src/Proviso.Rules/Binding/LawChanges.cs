using System.Collections.Immutable;

namespace Proviso.Rules.Binding;

/// <summary>What a change of law leaves to the earlier law: goods under way on a day, until another day.</summary>
/// <remarks>It keeps the earlier law alive and adds nothing to it. It has to be claimed: without the facts it is as if it were not there.</remarks>
/// <param name="Place">Where the law says it.</param>
/// <param name="Title">What is saved, in words.</param>
/// <param name="StateFact">The fact that says where the goods were on the day of the change.</param>
/// <param name="States">The states that are saved.</param>
/// <param name="OrderedFact">The fact that says whether they were under actual orders; null when that is not asked.</param>
/// <param name="StateDayFact">The fact that names the day the state was stated for, or null where the vocabulary has none.</param>
/// <param name="MovementFact">The fact that says what kind of movement it is.</param>
/// <param name="Movements">The kinds of movement that are saved.</param>
/// <param name="On">The day of the change, on which the goods had to be in that state.</param>
/// <param name="Before">The first day on which nothing is saved any more; null where it is not known (then nothing is permitted by it either).</param>
/// <param name="Verification">How it was verified; an unverified saving never permits.</param>
/// <param name="Remark">Remark on the verification, or the text that would settle it; or null.</param>
/// <param name="By">The document.</param>
/// <param name="Published">When that was published.</param>
public sealed record Saving(
    LawPlace Place,
    string Title,
    FactDefinition StateFact,
    BoundSetLiteral States,
    FactDefinition? OrderedFact,
    FactDefinition? StateDayFact,
    FactDefinition MovementFact,
    BoundSetLiteral Movements,
    DateOnly On,
    DateOnly? Before,
    Verification Verification,
    string? Remark,
    string By,
    DateOnly Published)
{
    /// <summary>Whether it saves on a day, as known on another.</summary>
    public bool IsOpen(DateOnly day, DateOnly knownOn) => Published <= knownOn && On <= day && (Before is null || day < Before);
}

/// <summary>The word of a court or authority that a version never was in force.</summary>
/// <param name="By">The document.</param>
/// <param name="Published">When that was published: as known before, the version still was in force.</param>
public sealed record VacatedStatement(string By, DateOnly Published);

/// <summary>What a change does to licenses issued, or to reservations made, before it.</summary>
public enum PermitChange
{
    /// <summary>They go on by their terms. So it is too where a change says nothing.</summary>
    Continue,

    /// <summary>They end on a day: licenses end, reservations lapse.</summary>
    End,

    /// <summary>They count as never issued.</summary>
    Void,
}

/// <summary>A clause on what a change does to licenses or reservations.</summary>
/// <param name="Place">Where the law says it.</param>
/// <param name="Change">What becomes of them.</param>
/// <param name="On">The first day on which they are no longer good, when they end; else null.</param>
/// <param name="Remark">Remark, or null.</param>
public sealed record PermitEffect(LawPlace Place, PermitChange Change, DateOnly? On, string? Remark);

/// <summary>What a version says of what began before it.</summary>
public sealed partial class ProvisionVersion
{
    /// <summary>What it leaves to the earlier law.</summary>
    public ImmutableArray<Saving> Savings { get; internal set; } = [];

    /// <summary>The word that it never was in force, or null.</summary>
    public VacatedStatement? Vacated { get; internal set; }

    /// <summary>What it does to licenses issued before it; null where it says nothing, and they go on.</summary>
    public PermitEffect? Licenses { get; internal set; }

    /// <summary>What it does to reservations made before it; null where it says nothing, and they go on.</summary>
    public PermitEffect? Reservations { get; internal set; }

    /// <summary>Why conditions of older licenses fall away with it, or null where it does not say that they do.</summary>
    public string? Easing { get; internal set; }

    /// <summary>The hour of its first day from which it is in force, in the zone of its corpus; null for the whole day.</summary>
    public TimeOnly? Hour { get; internal set; }

    /// <summary>The hour of the day of its end from which it no longer is, in the zone of its corpus; null for the whole day.</summary>
    public TimeOnly? EndHour { get; internal set; }

    /// <summary>The date fact that says when this exporter received the letter, for a letter that binds from receipt; else null.</summary>
    public FactDefinition? ReceiptFact { get; internal set; }
}
