namespace Proviso.Rules.Binding;

/// <summary>A duty that stands in a provision: to do an act, or not to do it. It counts where the provision does.</summary>
/// <param name="Place">Where the law says it.</param>
/// <param name="Act">The act, as declared in the vocabulary. It says who does what, so two duties on one act bind one person in one act.</param>
/// <param name="Title">The act in words.</param>
/// <param name="Forbids">Whether the act is forbidden; else it is required.</param>
/// <param name="Unless">What allows the act in spite of the prohibition (a third way), or null.</param>
public sealed record LawDuty(LawPlace Place, string Act, string Title, bool Forbids, Requirement? Unless);

/// <summary>What a fact is the sum of.</summary>
/// <param name="Sum">What is added up for each shipment.</param>
/// <param name="Scope">Which shipments count.</param>
/// <param name="Under">The license exception under which they went, or null for all.</param>
public sealed record SumOverTime(RunningSum Sum, CapScope Scope, string? Under);
