using System.Collections.Immutable;

namespace Proviso.Rules.Binding;

/// <summary>A condition on a license or exception (a gate) or an obligation after it, as a typed object.</summary>
/// <param name="Place">Where the law says it.</param>
/// <param name="Name">Its name, unique within the provision.</param>
/// <param name="Title">Its title, or the name.</param>
/// <param name="Requirement">What is asked for.</param>
/// <param name="Due">When an obligation falls due, or null for a gate.</param>
public sealed record LawCondition(LawPlace Place, string Name, string Title, Requirement Requirement, Due? Due)
{
    /// <summary>Whether it must be met before anything moves.</summary>
    public bool IsGate => Due is null;
}

/// <summary>When an obligation falls due and what follows if it is not met.</summary>
/// <param name="Days">Days after the event, one or more.</param>
/// <param name="Event">shipment, export, installation or issue.</param>
/// <param name="Consequence">notify, hold line, suspend line or suspend license.</param>
public sealed record Due(int Days, string Event, string Consequence);

/// <summary>What a condition asks for.</summary>
public abstract record Requirement;

/// <summary>A document or other evidence.</summary>
/// <param name="Kind">The kind of evidence, as declared in the vocabulary.</param>
/// <param name="Title">The kind in words.</param>
/// <param name="From">Who it must come from, or null.</param>
/// <param name="Independent">Whether that source must be independent.</param>
/// <param name="In">Where the source must be, or null.</param>
public sealed record EvidenceRequirement(string Kind, string Title, string? From, bool Independent, BoundSet? In) : Requirement;

/// <summary>A certification by the applicant.</summary>
/// <param name="Kind">The certification, as declared in the vocabulary.</param>
/// <param name="Title">What is certified, in words.</param>
public sealed record CertifiedRequirement(string Kind, string Title) : Requirement;

/// <summary>A running sum that may not pass a limit or a share of another sum.</summary>
/// <param name="Sum">What is summed.</param>
/// <param name="Limit">The limit, or the share when <paramref name="Of"/> is set (0.5 for 50 %).</param>
/// <param name="Unit">Unit of the limit, or empty.</param>
/// <param name="Of">The sum that the share is of, or null.</param>
/// <param name="Scope">Which shipments count.</param>
public sealed record CapRequirement(RunningSum Sum, decimal Limit, string Unit, RunningSum? Of, CapScope Scope) : Requirement;

/// <summary>A sum over shipments of a product of number facts.</summary>
/// <param name="Factors">The facts multiplied for each shipment.</param>
/// <param name="Where">Which shipments count, or null for all in scope.</param>
public sealed record RunningSum(ImmutableArray<FactDefinition> Factors, BoundCondition? Where);

/// <summary>Which shipments a cap counts.</summary>
/// <param name="Product">this-product or all-products.</param>
/// <param name="Exporter">this-exporter or all-exporters.</param>
/// <param name="Buyer">this-buyer, this-parent, this-consignee (in facts that are sums) or null for any.</param>
/// <param name="WindowDays">Rolling window in days, or null.</param>
/// <param name="EachYear">Whether the sum starts anew each calendar year.</param>
public sealed record CapScope(string Product, string Exporter, string? Buyer, int? WindowDays, bool EachYear);

/// <summary>A notice before an event.</summary>
/// <param name="Days">Days before it.</param>
/// <param name="Event">The event.</param>
public sealed record NoticeRequirement(int Days, string Event) : Requirement;

/// <summary>A payment of a share.</summary>
/// <param name="Share">The share, 0.25 for 25 %.</param>
/// <param name="Of">What it is a share of.</param>
public sealed record PayRequirement(decimal Share, string Of) : Requirement;
