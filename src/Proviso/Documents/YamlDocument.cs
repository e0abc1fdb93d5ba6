using System.Text;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Proviso.Documents;

/// <summary>Reads YAML by its events alone: no tags, no anchors, no aliases, so that a small file stays small.</summary>
public static class YamlDocument
{
    /// <summary>Deepest nesting read: a transaction nests four deep; this leaves room and stops a bomb.</summary>
    public const int DeepestNesting = 32;

    /// <summary>Most nodes in one document; far above a large batch in YAML, far below what would hurt.</summary>
    public const int MostNodes = 2_000_000;

    /// <summary>Most fields of one map: a transaction has fifteen, and the vocabulary a few dozen facts. Names are compared one by one.</summary>
    public const int MostFields = 256;

    /// <summary>Reads every document of a text.</summary>
    /// <exception cref="DocumentException">The text is no YAML, or uses what is not read here.</exception>
    public static IEnumerable<DataNode> ReadAll(TextReader text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new Reader(text).Documents();
    }

    private sealed class Reader(TextReader text)
    {
        private readonly Parser _parser = new(text);
        private int _nodes;

        public IEnumerable<DataNode> Documents()
        {
            Next();
            while (Next() is DocumentStart)
            {
                Next();
                yield return Node(0);
                Next();
            }
        }

        private ParsingEvent Next()
        {
            try
            {
                return _parser.MoveNext() ? _parser.Current! : new StreamEnd();
            }
            catch (YamlException e)
            {
                throw new DocumentException(new Problem("PRV0501", "", (int)e.Start.Line, (int)e.Start.Column, "the YAML is malformed: " + Plain(e.Message), "check indentation, colons and quotes around this place"));
            }
            catch (DecoderFallbackException)
            {
                throw new DocumentException(new Problem("PRV0501", "", (int)_parser.Current!.End.Line, (int)_parser.Current.End.Column, "the text after this place is not valid UTF-8", "save the file as UTF-8"));
            }
            catch (Exception e) when (e is InvalidOperationException or ArgumentException or OverflowException)
            {
                throw new DocumentException(new Problem("PRV0501", "", 0, 0, "the YAML is malformed", "check indentation, colons and quotes"));
            }
        }

        // The library puts the place in front of its message; ours stands there already.
        private static string Plain(string message)
        {
            var cut = message.IndexOf("): ", StringComparison.Ordinal);
            return (cut >= 0 ? message[(cut + 3)..] : message).TrimEnd('.');
        }

        private static void RefuseWhatIsNotRead(ParsingEvent current, int line, int column)
        {
            if (current is AnchorAlias || (current is NodeEvent { Anchor.IsEmpty: false }))
            {
                throw new DocumentException(new Problem("PRV0502", "", line, column, "anchors and aliases are not read", "write the value out where it is used"));
            }

            if (current is NodeEvent { Tag.IsEmpty: false } tagged && !(tagged is Scalar { Tag.IsNonSpecific: true }))
            {
                throw new DocumentException(new Problem("PRV0502", "", line, column, "tags are not read", "leave the tag out"));
            }
        }

        private DataNode Node(int depth)
        {
            var current = _parser.Current!;
            var (line, column) = ((int)current.Start.Line, (int)current.Start.Column);
            if (depth > DeepestNesting || ++_nodes > MostNodes)
            {
                throw new DocumentException(new Problem("PRV0502", "", line, column, depth > DeepestNesting ? $"nested deeper than {DeepestNesting} levels" : $"more than {MostNodes} values in one document", "a transaction nests four levels; large batches belong in JSON lines"));
            }

            RefuseWhatIsNotRead(current, line, column);
            switch (current)
            {
                case Scalar scalar:
                    var quoted = scalar.Style is not ScalarStyle.Plain;
                    return !quoted && scalar.Value is "" or "~" or "null"
                        ? new DataNode(DataKind.Null, null, line, column)
                        : new DataNode(DataKind.Scalar, scalar.Value, line, column, quoted);
                case SequenceStart:
                    var list = new DataNode(DataKind.List, null, line, column);
                    while (Next() is not SequenceEnd)
                    {
                        list.Items.Add(Node(depth + 1));
                    }

                    return list;
                case MappingStart:
                    var map = new DataNode(DataKind.Map, null, line, column);
                    while (Next() is not MappingEnd)
                    {
                        var name = _parser.Current!;
                        RefuseWhatIsNotRead(name, (int)name.Start.Line, (int)name.Start.Column);
                        if (name is not Scalar key)
                        {
                            throw new DocumentException(new Problem("PRV0501", "", (int)name.Start.Line, (int)name.Start.Column, "a field name must be a plain word", "write `name: value`"));
                        }

                        if (map.Fields.Count == MostFields)
                        {
                            throw new DocumentException(new Problem("PRV0502", "", (int)key.Start.Line, (int)key.Start.Column, $"more than {MostFields} fields in one place", "several transactions stand in a list, or one a line in a .jsonl file"));
                        }

                        if (map[key.Value] is not null)
                        {
                            throw new DocumentException(new Problem("PRV0503", key.Value, (int)key.Start.Line, (int)key.Start.Column, $"field `{key.Value}` stands twice", "keep one of them"));
                        }

                        Next();
                        map.Fields.Add(new(key.Value, Node(depth + 1)));
                    }

                    return map;
                default:
                    throw new DocumentException(new Problem("PRV0501", "", line, column, "a value is missing", "write a value, or leave the field out"));
            }
        }
    }
}
