using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace Wenden.Identity.Keys;

/// <summary>Data-protection keys in the database, the same for every replica, each encrypted as a whole.</summary>
internal sealed class ProtectionKeys(NpgsqlDataSource database, SecretBox box) : IXmlRepository, IConfigureOptions<KeyManagementOptions>
{
    private const string Purpose = "data protection";

    public void Configure(KeyManagementOptions options) => options.XmlRepository = this;

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var connection = database.OpenConnection();
        return [.. connection.Query<string>("select xml from data_protection_keys order by name").Select(Open)];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var connection = database.OpenConnection();
        connection.Execute(
            "insert into data_protection_keys (name, xml) values (@friendlyName, @xml)",
            new { friendlyName, xml = Convert.ToBase64String(box.Close(Encoding.UTF8.GetBytes(element.ToString()), Purpose)) });
    }

    private XElement Open(string closed) => XElement.Parse(Encoding.UTF8.GetString(box.Open(Convert.FromBase64String(closed), Purpose)));
}
