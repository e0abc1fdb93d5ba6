using Proviso.Rules.Text;

namespace Proviso.Rules.Diagnostics;

/// <summary>How much a diagnostic matters: an error stops the law from being used, a warning does not.</summary>
public enum Severity
{
    /// <summary>The law cannot be used.</summary>
    Error,

    /// <summary>The law can be used; something deserves a look.</summary>
    Warning,
}

/// <summary>One thing that is wrong in a law text, with the place, the reason and the fix.</summary>
/// <param name="Code">The code under which <c>docs/language/diagnostics.md</c> explains it, such as <c>PRV0101</c>.</param>
/// <param name="Severity">Error or warning.</param>
/// <param name="Source">The file.</param>
/// <param name="Span">The place.</param>
/// <param name="Message">Lower case, no full stop; the user's own words in backticks.</param>
/// <param name="Help">What would fix it, or null.</param>
/// <param name="Related">Other places that belong to it, each with a short remark.</param>
public sealed record Diagnostic(
    string Code,
    Severity Severity,
    SourceText Source,
    TextSpan Span,
    string Message,
    string? Help = null,
    IReadOnlyList<RelatedPlace>? Related = null)
{
    /// <summary>One line: <c>path:line:column: error PRV0101: message</c>.</summary>
    public override string ToString()
    {
        var at = Source.PositionAt(Span.Start);
        var word = Severity == Severity.Error ? "error" : "warning";
        return string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{Source.Path}:{at.Line}:{at.Column}: {word} {Code}: {Message}");
    }
}

/// <summary>A second place that a diagnostic points at.</summary>
public sealed record RelatedPlace(SourceText Source, TextSpan Span, string Remark);

/// <summary>Gathers diagnostics during one pass; nothing is thrown.</summary>
public sealed class DiagnosticBag
{
    private readonly List<Diagnostic> _items = [];

    /// <summary>All diagnostics in the order they were found.</summary>
    public IReadOnlyList<Diagnostic> Items => _items;

    /// <summary>Whether any of them is an error.</summary>
    public bool HasErrors => _items.Exists(d => d.Severity == Severity.Error);

    /// <summary>Adds an error.</summary>
    public void Error(string code, SourceText source, TextSpan span, string message, string? help = null, params RelatedPlace[] related) =>
        _items.Add(new Diagnostic(code, Severity.Error, source, span, message, help, related));

    /// <summary>Adds a warning.</summary>
    public void Warning(string code, SourceText source, TextSpan span, string message, string? help = null, params RelatedPlace[] related) =>
        _items.Add(new Diagnostic(code, Severity.Warning, source, span, message, help, related));

    /// <summary>Adds what another pass found.</summary>
    public void AddRange(IEnumerable<Diagnostic> diagnostics) => _items.AddRange(diagnostics);
}
