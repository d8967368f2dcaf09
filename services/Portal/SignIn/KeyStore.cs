using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Wenden.Portal.SignIn;

/// <summary>The data-protection keys, in the portal's database: what one replica has protected every other can read, after a restart too.</summary>
internal sealed class KeyStore(NpgsqlDataSource database) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var connection = database.OpenConnection();
        return [.. connection.Query<string>("select xml from data_protection_keys order by created_at").Select(xml => XElement.Parse(xml))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var connection = database.OpenConnection();
        connection.Execute(
            "insert into data_protection_keys (name, xml) values (@friendlyName, @xml) on conflict (name) do nothing",
            new { friendlyName, xml = element.ToString(SaveOptions.DisableFormatting) });
    }
}
