using Wenden.Subsidy.Applications;
using Wenden.Subsidy.Programmes;

var builder = WebApplication.CreateBuilder(args);
builder.AddServiceDefaults("subsidy");
builder.AddServiceDatabase("subsidydb");
builder.AddMessaging("subsidy");
builder.AddServiceClient("registry");
builder.Services.AddSingleton(PolicyBook.Load(Path.Combine(AppContext.BaseDirectory, "Policies")));
builder.Services.AddScoped<FactsOnRecord>();

var app = builder.Build();
app.MapServiceDefaults();
app.MapMessaging();
app.MapShowProgramme();
app.MapAssess();
app.MapListApplications();
app.MapShowApplication();
app.MapFirstReview();
app.MapSecondReview();
await app.RunAsync();
