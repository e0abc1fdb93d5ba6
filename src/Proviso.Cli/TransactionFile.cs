using System.Buffers;
using System.Text;
using Proviso.Documents;
using Proviso.Storage.Files;

namespace Proviso.Cli;

/// <summary>One entry of an input: a node to read, or the problem that kept it from being one.</summary>
/// <param name="Node">The node.</param>
/// <param name="Problem">The problem.</param>
/// <param name="Line">The line it begins on.</param>
/// <param name="Raw">The bytes of a line whose node shares parts with others; good until the next entry is asked for.</param>
internal readonly record struct Entry(DataNode? Node, Problem? Problem, int Line, ReadOnlyMemory<byte> Raw = default);

/// <summary>Reads transactions from a file or standard input: YAML or JSON whole, JSON lines as a stream.</summary>
internal static class TransactionFile
{
    // A document that is read whole; the example has one kilobyte. Larger batches stream as JSON lines.
    private const int MostDocumentBytes = 8 * 1024 * 1024;

    // One transaction on one line.
    private const int MostLineBytes = 1024 * 1024;

    // How much of a line that is too long is passed over to find the next one.
    private const long MostSkipped = 64 * 1024 * 1024;

    /// <summary>Opens the input; <c>-</c> is standard input.</summary>
    public static Stream Open(string path)
    {
        if (path == "-")
        {
            return Input.Standard();
        }

        if (Directory.Exists(path))
        {
            throw new CliException($"{path} is a folder", "name a file with transactions");
        }

        if (!File.Exists(path))
        {
            throw new CliException($"no such file: {path}", "name a YAML, JSON or JSON-lines file, or - for standard input");
        }

        // An empty file is told like any other without a transaction; a pipe or a device that looks empty is not waited for.
        return BoundedFile.IsReadable(path) ? BoundedFile.Open(path, Input.MostBytes, "file of transactions") : new MemoryStream();
    }

    /// <summary>Whether the input is a stream of lines, by its name or its first line: one whole object and then another line.</summary>
    public static bool IsLines(string path, byte[] head, int length)
    {
        if (path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".ndjson", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        if (path.EndsWith(".yaml", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".yml", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var text = head.AsSpan(0, length);
        var end = text.IndexOf((byte)'\n');
        if (end <= 0)
        {
            return false;
        }

        var first = text[..end].Trim(" \r\t"u8);
        var rest = text[(end + 1)..].TrimStart(" \r\n\t"u8);
        return first.Length > 1 && first[0] == (byte)'{' && first[^1] == (byte)'}' && rest.Length > 0 && rest[0] == (byte)'{';
    }

    /// <summary>Reads every entry. A stream of lines is never held whole; a document is, up to a size.</summary>
    public static IEnumerable<Entry> Read(Stream stream, string path)
    {
        var head = new byte[1 << 16];
        var length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (head.AsSpan(0, length).StartsWith((byte[])[0xEF, 0xBB, 0xBF]))
        {
            Buffer.BlockCopy(head, 3, head, 0, length - 3);
            length -= 3;
        }

        if (head.AsSpan(0, length).Trim(" \r\n\t"u8).IsEmpty)
        {
            return [new Entry(null, new Problem("PRV0504", "", 1, 1, "the input is empty, or is a pipe or a device", "a transaction needs at least a product, a destination and parties; see docs/reference/transaction.md"), 1)];
        }

        return IsLines(path, head, length) ? Lines(stream, head, length) : Documents(stream, head, length);
    }

    private static IEnumerable<Entry> Lines(Stream stream, byte[] head, int length)
    {
        var reader = new JsonDocumentReader(shareParts: true);
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 20);
        head.AsSpan(0, length).CopyTo(buffer);
        var (start, end, line, skipping, skipped) = (0, length, 1, false, 0L);
        while (true)
        {
            var newline = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (newline < 0)
            {
                if (end - start > MostLineBytes)
                {
                    if (!skipping)
                    {
                        skipping = true;
                        yield return new Entry(null, new Problem("PRV0502", "", line, 1, $"the line is longer than {MostLineBytes} bytes", "one transaction a line"), line);
                    }

                    // A line that never ends would be passed over without end.
                    skipped += end - start;
                    if (skipped > MostSkipped)
                    {
                        yield return new Entry(null, new Problem("PRV0502", "", line, 1, $"no line break within {MostSkipped} bytes; nothing after this is read", "one transaction a line"), line);
                        yield break;
                    }

                    start = end;
                }

                if (start > 0)
                {
                    Buffer.BlockCopy(buffer, start, buffer, 0, end - start);
                    (start, end) = (0, end - start);
                }

                if (end == buffer.Length)
                {
                    var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
                    Buffer.BlockCopy(buffer, 0, larger, 0, end);
                    ArrayPool<byte>.Shared.Return(buffer);
                    buffer = larger;
                }

                var read = stream.Read(buffer, end, buffer.Length - end);
                if (read == 0)
                {
                    if (!skipping && One(reader, buffer.AsMemory(start, end - start), line) is { } last)
                    {
                        yield return last;
                    }

                    ArrayPool<byte>.Shared.Return(buffer);
                    yield break;
                }

                end += read;
                continue;
            }

            if (!skipping && newline > MostLineBytes)
            {
                yield return new Entry(null, new Problem("PRV0502", "", line, 1, $"the line is longer than {MostLineBytes} bytes", "one transaction a line"), line);
            }
            else if (!skipping && One(reader, buffer.AsMemory(start, newline), line) is { } entry)
            {
                yield return entry;
            }

            (skipping, skipped) = (false, 0);
            if (line >= Input.MostLines)
            {
                yield return new Entry(null, new Problem("PRV0502", "", line, 1, $"more than {Input.MostLines} lines; nothing after this is read", "split the batch"), line);
                yield break;
            }

            start += newline + 1;
            line++;
        }
    }

    private static Entry? One(JsonDocumentReader reader, ReadOnlyMemory<byte> raw, int line)
    {
        var bytes = raw.Span.Trim(" \r\t"u8);
        if (bytes.IsEmpty)
        {
            return null;
        }

        try
        {
            return new Entry(reader.Read(bytes, line), null, line, raw);
        }
        catch (DocumentException e)
        {
            return new Entry(null, e.Problem, line);
        }
    }

    private static IEnumerable<Entry> Documents(Stream stream, byte[] head, int length)
    {
        using var whole = new MemoryStream();
        whole.Write(head, 0, length);
        var chunk = new byte[1 << 16];
        while (true)
        {
            var read = stream.Read(chunk);
            if (read == 0)
            {
                break;
            }

            whole.Write(chunk, 0, read);
            if (whole.Length > MostDocumentBytes)
            {
                yield return new Entry(null, new Problem("PRV0502", "", 0, 0, $"the document has more than {MostDocumentBytes} bytes", "give large batches as JSON lines: one transaction a line, in a file ending in .jsonl"), 0);
                yield break;
            }
        }

        var bytes = whole.GetBuffer().AsMemory(0, (int)whole.Length);
        foreach (var entry in ReadWhole(bytes))
        {
            yield return entry;
        }
    }

    private static List<Entry> ReadWhole(ReadOnlyMemory<byte> bytes)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes.Span);
        }
        catch (DecoderFallbackException e)
        {
            var line = bytes.Span[..Math.Min(Math.Max(e.Index, 0), bytes.Length)].Count((byte)'\n') + 1;
            return [new Entry(null, new Problem("PRV0501", "", line, 1, $"the text is not valid UTF-8 at byte {Math.Max(e.Index, 0)}", "save the file as UTF-8"), line)];
        }

        var entries = new List<Entry>();
        try
        {
            var first = text.AsSpan().TrimStart();
            if (first.Length > 0 && first[0] is '{' or '[')
            {
                Spread(new JsonDocumentReader().Read(bytes.Span), entries);
            }
            else
            {
                foreach (var document in YamlDocument.ReadAll(new StringReader(text)))
                {
                    Spread(document, entries);
                }
            }
        }
        catch (DocumentException e)
        {
            entries.Add(new Entry(null, e.Problem, e.Problem.Line));
        }

        if (entries.Count == 0)
        {
            entries.Add(new Entry(null, new Problem("PRV0504", "", 1, 1, "the input holds no transaction", "see docs/reference/transaction.md"), 1));
        }

        return entries;
    }

    /// <summary>A list, or a list under <c>transactions</c>, is a batch; anything else is one transaction.</summary>
    private static void Spread(DataNode document, List<Entry> entries)
    {
        if (document.Kind == DataKind.Map && document.Fields.Count == 1 && document["transactions"] is { Kind: DataKind.List } batch)
        {
            document = batch;
        }

        if (document.Kind == DataKind.List)
        {
            entries.AddRange(document.Items.Select(i => new Entry(i, null, i.Line)));
        }
        else
        {
            entries.Add(new Entry(document, null, document.Line));
        }
    }
}
