using System.Text;
using Wenden.Registry.Contests;
using Wenden.Registry.Employers;
using Wenden.Registry.Imports;
using Wenden.Registry.Persons;
using Wenden.Registry.Sample;
using Wenden.Registry.Sites;

if (args is ["generate", ..])
    return await GenerateDistrict.RunAsync(args[1..]);

// Lists from other authorities often come as GB 18030.
Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("registry");
builder.AddServiceDatabase("registrydb");
builder.AddMessaging("registry");
builder.Services.AddSingleton(FactList.Load());
builder.Services.AddSingleton(SiteList.Load());

var app = builder.Build();
app.MapServiceDefaults();
app.MapMessaging();
app.MapImportLines();
app.MapReadRejected();
app.MapCountPersons();
app.MapLookupPerson();
app.MapCheckPerson();
app.MapReadPerson();
app.MapReadPersons();
app.MapReadContributions();
app.MapReadFactList();
app.MapCountAvailable();
app.MapReadEmployer();
app.MapContestFact();
app.MapDecideContest();
await app.RunAsync();
return 0;
