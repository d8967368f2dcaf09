using YamlDotNet.RepresentationModel;

namespace Wenden.Subsidy.Drafts;

/// <summary>Compares two policy files value by value. Order and remarks do not count.</summary>
internal static class PolicyChanges
{
    public static IReadOnlyList<PolicyChange> Between(string before, string now)
    {
        var (old, young) = (Values(before), Values(now));
        return
        [
            .. old.Keys.Union(young.Keys)
                .Select(path => new PolicyChange(path, old.GetValueOrDefault(path), young.GetValueOrDefault(path)))
                .Where(change => change.Before != change.Now),
        ];
    }

    private static Dictionary<string, string> Values(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        var values = new Dictionary<string, string>();
        Add(stream.Documents[0].RootNode, "");
        return values;

        void Add(YamlNode node, string path)
        {
            if (node is YamlMappingNode mapping)
            {
                foreach (var (key, value) in mapping.Children)
                    Add(value, path.Length == 0 ? $"{key}" : $"{path}.{key}");
            }
            else
            {
                values[path] = node is YamlSequenceNode list ? string.Join(", ", list.Children) : $"{node}";
            }
        }
    }
}
