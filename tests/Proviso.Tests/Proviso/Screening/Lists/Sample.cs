using System.IO.Compression;
using System.Text;
using Proviso.Screening.Lists;

namespace Proviso.Tests.Proviso.Screening.Lists;

/// <summary>A made-up publication of every format. No person or company in them exists.</summary>
internal static class Sample
{
    public const string CslJson = """
        {"total": 2, "sources_used": [{"source": "Entity List (EL) - Bureau of Industry and Security", "import_rate": "Daily"}],
         "results": [
          {"id": "e1f0", "source": "Entity List (EL) - Bureau of Industry and Security", "name": "Made-up Lithography Works", "alt_names": ["MLW", "Works of Light"], "type": null, "programs": [],
           "addresses": [{"address": "1 Invented Road", "city": "Shenzhen", "state": null, "postal_code": "518000", "country": "CN"}, {"address": null, "city": null, "country": "HK"}],
           "federal_register_notice": "89 FR 96830", "start_date": "2024-12-05", "end_date": null, "license_requirement": "For all items subject to the EAR.", "license_policy": "Presumption of denial.",
           "source_list_url": "https://example.org/el", "source_information_url": "https://example.org/el-info"},
          {"id": "99001", "source": "Specially Designated Nationals (SDN) - Treasury Department", "entity_number": 99001, "type": "Individual", "programs": ["NPWMD", "IFSR"], "name": "EXAMPLE, Invented Person", "title": "Director",
           "alt_names": [], "addresses": [], "ids": [{"type": "Passport", "number": "X0000001", "country": "IR"}, {"type": "Gender", "number": "Male"}, {"type": "Secondary sanctions risk:", "number": "section 1"}],
           "dates_of_birth": ["1966-01-12", "circa 1967"], "nationalities": ["IR"], "citizenships": ["Atlantis"], "places_of_birth": ["Tehran, Iran"]}
         ]}
        """;

    public const string CslCsv = """
        _id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,standard_order,license_requirement,license_policy,call_sign,vessel_type,gross_tonnage,gross_registered_tonnage,vessel_flag,vessel_owner,remarks,source_list_url,alt_names,citizenships,dates_of_birth,nationalities,places_of_birth,source_information_url,ids
        "d3","Denied Persons List (DPL) - Bureau of Industry and Security","","","","MADE-UP TRADER","","605 INVENTED DRIVE, RICHARDSON, TX, 75081, US","67 F.R. 56530 9/4/02 67 F.R. 10890 3/11/02","2002-03-04","2056-06-29","Y","","","","","","","","","50 YEAR DENIAL","https://example.org/dpl","","","","","","https://example.org/info",""
        "99002","Specially Designated Nationals (SDN) - Treasury Department","99002","Vessel","DPRK4; IFSR","MADE-UP STAR","","Pyongyang, KP; KP","","","","","","","HMXX","Tanker","100","200","Panama","","","https://example.org/sdn","STAR ONE; and STAR TWO","","1978-12-05","KP","","https://example.org/info","Vessel Registration Identification, IMO 1234567; MMSI, 445000000; US, 12-345, Tax ID No.; IMO 2345678, Vessel Registration Identification; Secondary sanctions risk:, North Korea Sanctions Regulations, sections 510.201 and 510.210; Gender, Male"
        "f5","Nonproliferation Sanctions (ISN) - State Department","","","INKSNA","Made-up Import; and any successor, sub-unit, or subsidiary thereof","","","Vol. 88, No. 151, 08/08/2023","2023-07-19","","","","","","","","","","","","https://example.org/isn","","","","","","",""

        """;

    public const string OfacEntries = """
        99003,"INVENTED BANK",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"a.k.a. 'IB'; SWIFT/BIC IVTDCUHH; Registration Number 12-34 (Cuba); Linked To: SOMETHING MADE UP."
        99004,"EXAMPLE, Person",individual,"SDGT] [IFSR","Director",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"DOB 12 Jan 1966; alt. DOB 1967 to 1968; POB Tehran, Iran; nationality Iran; Passport A123 (Iran) expires 01 Jan 2020; alt. Passport B456; Gender Male; Tax ID No. 77 (Ru"
        99005,"STAR",vessel,"SDGT",-0- ,"CL2","Tug","10","20","Korea, North","Some Owner","Vessel Registration Identification IMO 7654321; MMSI 445111111; Digital Currency Address - XBT 1MadeUp; Secondary sanctions risk: section 510."

        """;

    public const string OfacAddresses = """
        99003,1,"1 Invented Street","Havana 10400","Cuba",-0-
        99003,2,-0- ,-0- ,"Burma",-0-

        """;

    public const string OfacAliases = """
        99003,1,"aka","BANCO INVENTADO",-0-
        99003,2,"fka","OLD INVENTED BANK",-0-

        """;

    public const string OfacComments = """
        99004,"ssia); Unified Social Credit Code (USCC) 91110000MADEUP0001 (China); (Linked To: A THING)."

        """;

    public const string OfacXml = """
        <?xml version="1.0" standalone="yes"?>
        <sdnList xmlns="http://tempuri.org/sdnList.xsd">
          <publshInformation><Publish_Date>05/21/2026</Publish_Date><Record_Count>1</Record_Count></publshInformation>
          <sdnEntry><uid>99006</uid><firstName>Invented</firstName><lastName>EXAMPLE</lastName><title>Chief</title><sdnType>Individual</sdnType>
            <programList><program>SDGT</program></programList>
            <idList><id><uid>1</uid><idType>Cedula No.</idType><idNumber>16</idNumber><idCountry>Colombia</idCountry></id><id><uid>2</uid><idType>Gender</idType><idNumber>Male</idNumber></id></idList>
            <akaList><aka><uid>3</uid><type>a.k.a.</type><category>weak</category><lastName>PACHO</lastName></aka><aka><uid>4</uid><type>f.k.a.</type><category>strong</category><firstName>Old</firstName><lastName>NAME</lastName></aka></akaList>
            <addressList><address><uid>5</uid><address1>1 Street</address1><city>Cali</city><country>Colombia</country></address></addressList>
            <nationalityList><nationality><uid>6</uid><country>Colombia</country><mainEntry>true</mainEntry></nationality></nationalityList>
            <dateOfBirthList><dateOfBirthItem><uid>7</uid><dateOfBirth>24 Aug 1951</dateOfBirth><mainEntry>true</mainEntry></dateOfBirthItem></dateOfBirthList>
          </sdnEntry>
        </sdnList>
        """;

    public const string OfacAdvancedXml = """
        <?xml version="1.0" encoding="utf-8"?>
        <Sanctions xmlns="https://example.org/ADVANCED_XML" Version="1">
          <DateOfIssue CalendarTypeID="1"><Year>2026</Year><Month>5</Month><Day>21</Day></DateOfIssue>
          <ReferenceValueSets>
            <AliasTypeValues><AliasType ID="1400">A.K.A.</AliasType><AliasType ID="1401">F.K.A.</AliasType><AliasType ID="1403">Name</AliasType></AliasTypeValues>
            <CountryValues><Country ID="1">Iran</Country><Country ID="2">Korea, North</Country></CountryValues>
            <FeatureTypeValues><FeatureType ID="8">Birthdate</FeatureType><FeatureType ID="9">Place of Birth</FeatureType><FeatureType ID="10">Nationality Country</FeatureType><FeatureType ID="25">Location</FeatureType><FeatureType ID="13">SWIFT/BIC</FeatureType><FeatureType ID="224">Gender</FeatureType></FeatureTypeValues>
            <DetailReferenceValues><DetailReference ID="91526">Male</DetailReference></DetailReferenceValues>
            <IDRegDocTypeValues><IDRegDocType ID="1571">Passport</IDRegDocType></IDRegDocTypeValues>
            <LegalBasisValues><LegalBasis ID="1">E.O. 1</LegalBasis></LegalBasisValues>
            <ListValues><List ID="1550">SDN List</List><List ID="91507">Sectoral Sanctions Identifications List</List></ListValues>
            <LocPartTypeValues><LocPartType ID="1454">CITY</LocPartType></LocPartTypeValues>
            <NamePartTypeValues><NamePartType ID="1520">Last Name</NamePartType><NamePartType ID="1521">First Name</NamePartType></NamePartTypeValues>
            <PartySubTypeValues><PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>
            <PartyTypeValues><PartyType ID="1">Individual</PartyType></PartyTypeValues>
            <SanctionsTypeValues><SanctionsType ID="1">Program</SanctionsType><SanctionsType ID="2">Block</SanctionsType></SanctionsTypeValues>
          </ReferenceValueSets>
          <Locations>
            <Location ID="500"><LocationCountry CountryID="1" CountryRelevanceID="1"/><LocationPart LocPartTypeID="1454"><LocationPartValue Primary="true"><Value>Qom</Value></LocationPartValue></LocationPart></Location>
            <Location ID="501"><LocationCountry CountryID="2"/></Location>
          </Locations>
          <IDRegDocuments><IDRegDocument ID="70" IDRegDocTypeID="1571" IdentityID="600"><IDRegistrationNo>P-1</IDRegistrationNo></IDRegDocument></IDRegDocuments>
          <DistinctParties>
            <DistinctParty FixedRef="99007"><Comment/>
              <Profile ID="99007" PartySubTypeID="4">
                <Identity ID="600" FixedRef="99007" Primary="true">
                  <Alias AliasTypeID="1403" Primary="true" LowQuality="false"><DocumentedName ID="1"><DocumentedNamePart><NamePartValue NamePartGroupID="11" ScriptID="215">EXAMPLE</NamePartValue></DocumentedNamePart><DocumentedNamePart><NamePartValue NamePartGroupID="12" ScriptID="215">Invented</NamePartValue></DocumentedNamePart></DocumentedName>
                    <DocumentedName ID="2"><DocumentedNamePart><NamePartValue NamePartGroupID="11" ScriptID="160">مثال</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
                  <Alias AliasTypeID="1400" Primary="false" LowQuality="true"><DocumentedName ID="3"><DocumentedNamePart><NamePartValue NamePartGroupID="12">THE NICK</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
                  <Alias AliasTypeID="1401" Primary="false" LowQuality="false"><DocumentedName ID="4"><DocumentedNamePart><NamePartValue NamePartGroupID="11">OLD</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
                  <NamePartGroups><MasterNamePartGroup><NamePartGroup ID="11" NamePartTypeID="1520"/></MasterNamePartGroup><MasterNamePartGroup><NamePartGroup ID="12" NamePartTypeID="1521"/></MasterNamePartGroup></NamePartGroups>
                </Identity>
                <Feature ID="1" FeatureTypeID="8"><FeatureVersion ID="1"><DatePeriod><Start Approximate="false"><From><Year>1966</Year><Month>1</Month><Day>1</Day></From><To><Year>1966</Year><Month>1</Month><Day>1</Day></To></Start><End Approximate="false"><From><Year>1966</Year><Month>12</Month><Day>31</Day></From><To><Year>1966</Year><Month>12</Month><Day>31</Day></To></End></DatePeriod></FeatureVersion></Feature>
                <Feature ID="2" FeatureTypeID="9"><FeatureVersion ID="2"><VersionLocation LocationID="500"/></FeatureVersion></Feature>
                <Feature ID="3" FeatureTypeID="25"><FeatureVersion ID="3"><VersionLocation LocationID="500"/></FeatureVersion></Feature>
                <Feature ID="4" FeatureTypeID="10"><FeatureVersion ID="4"><VersionLocation LocationID="501"/></FeatureVersion></Feature>
                <Feature ID="5" FeatureTypeID="13"><FeatureVersion ID="5"><VersionDetail DetailTypeID="1432">IVTDIRTH</VersionDetail></FeatureVersion></Feature>
                <Feature ID="6" FeatureTypeID="224"><FeatureVersion ID="6"><VersionDetail DetailTypeID="1431" DetailReferenceID="91526"/></FeatureVersion></Feature>
              </Profile>
            </DistinctParty>
          </DistinctParties>
          <ProfileRelationships/>
          <SanctionsEntries>
            <SanctionsEntry ID="99007" ProfileID="99007" ListID="1550"><EntryEvent ID="1" LegalBasisID="1"><Date><Year>2011</Year><Month>3</Month><Day>4</Day></Date></EntryEvent><SanctionsMeasure SanctionsTypeID="1"><Comment>NPWMD</Comment></SanctionsMeasure><SanctionsMeasure SanctionsTypeID="2"><Comment/></SanctionsMeasure></SanctionsEntry>
            <SanctionsEntry ID="99008" ProfileID="99007" ListID="91507"><SanctionsMeasure SanctionsTypeID="1"><Comment>UKRAINE</Comment></SanctionsMeasure></SanctionsEntry>
          </SanctionsEntries>
        </Sanctions>
        """;

    public const string UnXml = """
        <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
        <CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z">
          <INDIVIDUALS>
            <INDIVIDUAL>
              <DATAID>6900001</DATAID><FIRST_NAME>INVENTED</FIRST_NAME><SECOND_NAME>EXAMPLE</SECOND_NAME><UN_LIST_TYPE>DRC</UN_LIST_TYPE><REFERENCE_NUMBER>CDi.901</REFERENCE_NUMBER>
              <LISTED_ON>2015-07-01-04:00</LISTED_ON><COMMENTS1>A comment
        on two lines.</COMMENTS1><NATIONALITY><VALUE>Democratic Republic of the Congo</VALUE></NATIONALITY>
              <INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Nick</ALIAS_NAME></INDIVIDUAL_ALIAS><INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
              <INDIVIDUAL_ADDRESS><STREET>1 Road</STREET><CITY>Kinshasa</CITY><COUNTRY>Democratic Republic of the Congo</COUNTRY><NOTE>as of 2016</NOTE></INDIVIDUAL_ADDRESS>
              <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1971</YEAR></INDIVIDUAL_DATE_OF_BIRTH>
              <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1980</FROM_YEAR><TO_YEAR>1981</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
              <INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><NOTE>Nov. 1973 </NOTE></INDIVIDUAL_DATE_OF_BIRTH>
              <INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>OB0000001</NUMBER></INDIVIDUAL_DOCUMENT><INDIVIDUAL_DOCUMENT/>
            </INDIVIDUAL>
          </INDIVIDUALS>
          <ENTITIES>
            <ENTITY><DATAID>110001</DATAID><FIRST_NAME>MADE-UP TRADING</FIRST_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE><REFERENCE_NUMBER>KPe.901</REFERENCE_NUMBER><LISTED_ON>2012-05-02</LISTED_ON><NAME_ORIGINAL_SCRIPT>가상무역</NAME_ORIGINAL_SCRIPT>
              <ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>OLD TRADING; OLDER TRADING</ALIAS_NAME></ENTITY_ALIAS><ENTITY_ADDRESS><COUNTRY>Democratic People's Republic of Korea</COUNTRY></ENTITY_ADDRESS></ENTITY>
          </ENTITIES>
        </CONSOLIDATED_LIST>
        """;

    public const string EuXml = """
        <?xml version="1.0" encoding="UTF-8"?>
        <export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-08-05T16:47:04.449+02:00" globalFileId="1">
          <sanctionEntity designationDate="2022-02-25" designationDetails="" unitedNationId="" euReferenceNumber="EU.9001.1" logicalId="901">
            <remark>A remark</remark>
            <regulation regulationType="amendment" publicationDate="2022-02-25" numberTitle="2022/332 (OJ L53)" programme="UKR" logicalId="1"><publicationUrl>https://example.org/oj</publicationUrl></regulation>
            <subjectType code="person" classificationCode="P"/>
            <nameAlias firstName="" lastName="" wholeName="W. Eak" strong="false" logicalId="2"/>
            <nameAlias firstName="Invented" middleName="" lastName="Example" wholeName="" function="Minister" title="" strong="true" logicalId="3"/>
            <nameAlias wholeName="Вымышленный Пример" strong="true" logicalId="4"/>
            <citizenship countryIso2Code="RU" countryDescription="RUSSIAN FEDERATION" logicalId="5"/>
            <birthdate circa="false" birthdate="1952-10-07" dayOfMonth="7" monthOfYear="10" year="1952" city="Somewhere" countryIso2Code="00" countryDescription="UNKNOWN" logicalId="6"/>
            <birthdate circa="true" year="1961" countryIso2Code="00" countryDescription="UNKNOWN" logicalId="7"/>
            <identification identificationTypeCode="passport" number="750000001" countryIso2Code="RU" logicalId="8"/>
            <address city="Moscow" street="1 Invented" poBox="" zipCode="103265" countryIso2Code="RU" countryDescription="RUSSIAN FEDERATION" logicalId="9"/>
            <address countryIso2Code="00" countryDescription="UNKNOWN" logicalId="10"/>
          </sanctionEntity>
        </export>
        """;

    public const string UkCsv = """
        Last Updated,03/06/2026
        Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,Name Non-Latin Script,Non-Latin Script Type,Non-Latin Script Language,DOB,Town of Birth,Country of Birth,Nationality,Passport Number,Passport Details,National Identification Number,National Identification Details,Position,Address 1,Address 2,Address 3,Address 4,Address 5,Address 6,Post/Zip Code,Country,Other Information,Group Type,Alias Type,Alias Quality,Regime,Listed On,UK Sanctions List Date Designated,Last Updated,Group ID
        EXAMPLE,Invented,Middle,,,,,Пример,Cyrillic,,00/00/1960,Somewhere,Russia,(1) Russia (2) Cyprus,A1,,,,Member,1 Okhotny,,,,,,103265,Russia,"(UK Sanctions List Ref):RUS9001. Text",Individual,Primary name,,Russia,15/03/2022,15/03/2022,15/03/2022,90001
        MADE-UP SHIP,,,,,,,,,,,,,,,,,,,,,,,,,,,"(IMO number):1234567",Ship,Primary name,,DPRK,30/03/2018,,,90002
        EXAMPLE,I.,,,,,,,,,28/06/1960,,,,,,,,,,,,,,,,,,Individual,AKA,Low,Russia,15/03/2022,,,90001
        OLD,Name,,,,,,,,,,,,,,,,,,,,,,,,,,,Individual,FKA,,Russia,15/03/2022,,,90001

        """;

    public const string UkSanctionsCsv = """
        Report Date: 13-Feb-2026
        Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Name type,Alias strength,Title,Name non-latin script,Non-latin script type,Non-latin script language,Regime Name,Designation Type,Designation source,Sanctions Imposed,Other Information,UK Statement of Reasons,Address Line 1,Address Line 2,Address Line 3,Address Line 4,Address Line 5,Address Line 6,Address Postal Code,Address Country,Phone number,Website,Email address,Date Designated,D.O.B,Nationality(/ies),National Identifier number,National Identifier additional information,Passport number,Passport additional information,Position,Gender,Town of birth,Country of birth,Type of entity,Subsidiaries,Parent company,Business registration number (s),IMO number,Current owner/operator (s),Previous owner/operator (s),Current believed flag of ship,Previous flags,Type of ship,Tonnage of ship,Length of ship,Year Built,Hull identification number (HIN)
        31/07/2024,RUS9001,,,MADE-UP PROSPECT,,,,,,Primary Name,,,,,,The Russia Regulations,Ship,UK,,,,,,,,,,,,,,,31/07/2024,,,,,,,,,,,,,,,IMO1234567,Some Owner,,Gabon,,Oil Tanker,,,2019,
        31/07/2024,RUS9001,,,PROSPECT,,,,,,Alias,Low quality a.k.a,,,,,The Russia Regulations,Ship,UK,,,,,,,,,,,,,,,31/07/2024,dd/mm/1952,,,,,,,,,,,,,,,,,,,,,,,

        """;

    public const string FtmJson = """
        {"id":"NK-made-up-1","caption":"Made-up Chips Ltd","schema":"Company","properties":{"name":["Чипы","Made-up Chips Ltd"],"alias":["MUC"],"weakAlias":["Chips"],"previousName":["Old Chips"],"country":["ru"],"jurisdiction":["cn-xz"],"address":["1 Road, Moscow"],"leiCode":["5493000000MADEUP000"],"innCode":["7700000000"],"topics":["sanction"],"program":["EX-1"],"sourceUrl":["https://example.org/x"],"notes":["A note"]},"datasets":["made_up_set"],"referents":[]}
        {"id":"addr-1","caption":"1 Road","schema":"Address","properties":{"full":["1 Road"]},"datasets":["made_up_set"]}
        {"id":"NK-made-up-2","caption":"Invented Example","schema":"Person","properties":{"name":["Invented Example"],"birthDate":["1966-04","1970"],"nationality":["ir"],"passportNumber":["Z1"]},"datasets":["made_up_set"],"target":true}
        """;

    public const string EntitiesJson = """
        {"list_id": "bis-dpl", "source_file": "made-up.csv", "extracted": "2026-07-09", "count": 3,
         "entities": [
          {"name": "Made-up Institute of Very Odd Things (MIVOT)", "aliases": ["formerly known as Old Institute", "First One; Second One", "Ltd. Co. and formerly known as Older"], "country": "Turkey (Turkiye)", "address": "the following one alias: 1 Road, Ankara; and 2 Road, Izmir.", "status": "Active", "effective_date": "June 21, 2022", "federal_register": "87 FR 38925, 6/30/22", "notes": "Type of denial: Standard; Expires: 2026-05-20; USCC: 91110000MADEUP0001 (China); Program: MADE-UP"},
          {"name": "Man, Cho Invented; a.k.a Nathan Example", "aliases": [], "country": null, "address": null, "status": null, "effective_date": "2015-01-02", "federal_register": null, "notes": "Date of birth: November, 1975"},
          {"name": "Han Invented (PRC individual)", "aliases": [], "country": "Middle East Region", "address": null, "status": null, "effective_date": null, "federal_register": null, "notes": null}
         ]}
        """;

    public const string PlainCsv = """
        Name;aliases;former_names;country;address;identifiers;birth_date;type;id;listed_from;listed_until;notes;link
        Made-up GmbH;MU | "M U";Old GmbH;DE|Taiwan, Province of China;1 Weg, Berlin;lei:5493000000MADEUP000 | tax id:12/34;;organization;h-1;2026-01-02;2026-12-31;"A ""quoted"" note; with a semicolon";https://example.org
        Example Person;;;Iran;;;circa 1966;person;;;;;

        """;

    public const string DplText = """
        Name	Street_Address	City	State	Country	Postal_Code	Effective_Date	Expiration_Date	Standard_Order	Last_Update	Action	FR_Citation
        MADE-UP TRADER	1 INVENTED DRIVE	TOWN	TX	US	75081	03/04/2002	06/29/2056	Y	2007-01-31	DENIED UNTIL 2056	67 F.R. 10890 3/11/02

        """;

    public const string OpenSanctionsCsv = """
        id,schema,name,aliases,birth_date,countries,addresses,identifiers,sanctions,phones,emails,dataset,first_seen,last_seen,last_change
        NK-1,Company,Made-up Chips,MUC,,ru;cn,"1 Road, Town;2 Road",INN 7700000000;1027700000000,EX-1,,,Made-up Set,2024-01-01,2026-01-01,2025-01-01

        """;

    /// <summary>Every sample with the format it is.</summary>
    public static IReadOnlyList<(string Format, byte[] Content)> All { get; } =
    [
        ("csl-json", Bytes(CslJson)), ("csl-csv", Bytes(CslCsv)), ("ofac-sdn-csv", Bytes(OfacEntries)), ("ofac-sdn-csv", OfacZip()), ("ofac-xml", Bytes(OfacXml)), ("ofac-advanced-xml", Bytes(OfacAdvancedXml)),
        ("un-xml", Bytes(UnXml)), ("eu-xml", Bytes(EuXml)), ("uk-csv", Bytes(UkCsv)), ("uk-sanctions-csv", Bytes(UkSanctionsCsv)), ("ftm-json", Bytes(FtmJson)), ("bis-dpl-txt", Bytes(DplText.Replace("\\t", "\t", StringComparison.Ordinal))), ("opensanctions-csv", Bytes(OpenSanctionsCsv)), ("entities-json", Bytes(EntitiesJson)), ("plain-csv", Bytes(PlainCsv.Replace(" | \"M U\"", "|M U", StringComparison.Ordinal))),
    ];

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static byte[] OfacZip() => Zip(("SDN.CSV", Bytes(OfacEntries + "\u001A")), ("ADD.CSV", Bytes(OfacAddresses)), ("ALT.CSV", Bytes(OfacAliases)), ("SDN_COMMENTS.CSV", Bytes(OfacComments)));

    public static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return memory.ToArray();
    }

    public static ListContent Read(string text) => Read(Bytes(text));

    public static ListContent Read(byte[] content)
    {
        using var stream = new MemoryStream(content);
        return ListReader.Read(stream, new ListReadOptions { List = "mine" });
    }

    public static ListContent ReadAsNamed(byte[] content)
    {
        using var stream = new MemoryStream(content);
        return ListReader.Read(stream, new ListReadOptions());
    }
}
