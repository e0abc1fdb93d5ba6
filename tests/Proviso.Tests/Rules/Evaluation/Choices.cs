namespace Proviso.Tests.Rules.Evaluation;

/// <summary>A stream of decisions read from bytes: the same bytes make the same law, fewer bytes a smaller one.</summary>
internal sealed class Choices(byte[] data)
{
    private int _next;

    /// <summary>A number from zero to one less than <paramref name="count"/>; always zero after the end.</summary>
    public int Below(int count) => _next < data.Length ? data[_next++] % count : 0;

    public bool OneIn(int count) => _next < data.Length && Below(count) == 0;

    public T Of<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    public string Some(IReadOnlyList<string> items) => string.Join(' ', Enumerable.Range(0, Below(4)).Select(_ => Of(items)).Distinct(StringComparer.Ordinal));
}
