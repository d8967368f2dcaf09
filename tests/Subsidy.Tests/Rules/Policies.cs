using Wenden.Subsidy.Programmes;

namespace Wenden.Subsidy.Tests.Rules;

internal static class Policies
{
    public static readonly string File = Path.Combine(AppContext.BaseDirectory, "Policies", "4050-2019.yaml");

    public static readonly Policy Of2019 = PolicyBook.Load(Path.GetDirectoryName(File)!).Find("4050", 2019)!;
}
