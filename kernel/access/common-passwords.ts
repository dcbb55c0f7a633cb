/**
 * Passwords that guessing begins with, of the length policy allows (twelve and more), lower case. Shorter ones are refused by their length;
 * `commonStems` catches the endless variants with years, digits and signs.
 */
const listed = `
passwordpassword password1234 password12345 password123456 password1234567 passw0rd1234 mypassword123 mypassword1234 thisismypassword
thisisapassword newpassword123 newpassword1234 changeme1234 changeme12345 changemenow1 changeme123456 letmein12345 letmein123456 letmeinplease
welcome12345 welcome123456 welcome1234567 welcometothejungle iloveyou1234 iloveyou12345 iloveyou123456 iloveyouforever iloveyousomuch
qwertyuiop123 qwertyuiop1234 qwerty123456 qwerty1234567 qwertyqwerty qwertyqwerty1 qwerty12345678 qwertyuiopasdf qwertyuiopasdfghjkl
1q2w3e4r5t6y 1q2w3e4r5t6y7u 1q2w3e4r5t6y7u8i 1qaz2wsx3edc 1qaz2wsx3edc4rfv zaq12wsxcde3 zaq1xsw2cde3 qazwsxedcrfv qazwsxedc123 q1w2e3r4t5y6
q1w2e3r4t5y6u7 asdfghjkl123 asdfghjkl1234 asdfasdfasdf zxcvbnm12345 zxcvbnm123456 123456789012 1234567890123 12345678901234 123456789abc
123456789qwerty 123456qwerty 123456qwertyuiop 123qweasdzxc 1234qwerasdf 1234qwerasdfzxcv 12345qwertasdfg 123123123123 112233445566
121212121212 111111111111 000000000000 123321123321 987654321987 098765432109 abc123abc123 abcd12345678 abcdef123456 abcdefghijkl
abcdefghijklm abcdefg12345 a1b2c3d4e5f6 a1b2c3d4e5f6g7 aa1234567890 aaaaaaaaaaaa administrator administrator1 administrator123 adminadmin123
adminadminadmin admin1234567 admin12345678 admin123456789 adminpassword adminpassword1 rootpassword rootroot1234 superuser123 superuser1234
supervisor123 masterpassword masterpass123 secretpassword secretsecret topsecret123 topsecret1234 trustno1trustno1 whatever1234 whatever12345
football1234 football12345 baseball1234 basketball12 basketball123 liverpool123 liverpool1234 manchester123 manchesterunited chelseafc1905
barcelona1234 realmadrid123 juventus12345 arsenal12345 superman1234 superman12345 spiderman123 spiderman1234 batman123456 batmanbatman
pokemon12345 starwars1234 starwars12345 startrek1234 lordoftherings harrypotter1 harrypotter123 harrypotter7 gameofthrones jamesbond007
jamesbond0071 princess1234 princess12345 sunshine1234 sunshine12345 sunshinesunshine butterfly123 butterfly1234 chocolate123 chocolate1234
strawberry12 strawberry123 cheesecake12 michael12345 jennifer1234 jessica12345 charlie12345 christopher1 christopher12 alexander123
alexander1234 elizabeth123 elizabeth1234 nicholas1234 samantha1234 stephanie123 victoria1234 jonathan1234 computer1234 computer12345
internet1234 internet12345 microsoft123 microsoft1234 windows12345 windows10pro google123456 googlegoogle facebook1234 facebook12345
linkedin1234 samsung12345 blackberry12 playstation3 playstation4 playstation5 minecraft123 minecraft1234 corvette1234 mustang12345
mercedes1234 ferrari12345 lamborghini1 motorcycle12 harleydavidson harley123456 freedom12345 america12345 australia123 southafrica1
switzerland1 deutschland1 deutschland12 newyorkcity1 newyork12345 california12 california123 washington12 washington123 losangeles12
chicago12345 summer202012 summer2024summer winter2024winter spring2025spring autumn2025autumn december1234 november1234 september123
september12 february1234 january12345 monday123456 friday123456 weekend12345 correcthorsebatterystaple
correct-horse-battery-staple tobeornottobe thequickbrownfox thequickbrownfoxjumps maytheforcebewithyou openseasame1 opensesame12 opensesame123
abracadabra1 abracadabra12 azertyuiop12 azertyuiop123 azertyuiop1234 motdepasse12 motdepasse123 motdepasse1234 monmotdepasse bonjour12345
bonjour123456 jetaime12345 jetaimejetaime soleil123456 chocolat1234 doudou123456 loulou123456 marseille123 marseille1234 olympique123
allezlesbleus azerty123456 azerty1234567 azertyazerty passwort1234 passwort12345 geheim123456 hallo1234567 hallohallo12 schatz123456
qwertzuiop12 qwertzuiop123 qwertz123456 contrasena12 contrasena123 contraseña123 teamo1234567 teamomucho12 hola12345678 senha1234567
default12345 defaultpassword temporary123 temporary1234 temppassword1 temp12345678 test12345678 testtesttest testpassword1 testing12345
guestguest12 guest1234567 user12345678 userpassword1 operator1234 operator12345 quality12345 quality123456 laboratory12 laboratory123
production12 production123 warehouse123 warehouse1234 company12345 company123456 business1234 business12345 pharmacy1234 medicine1234
validation12 validation123 signature123 signature1234 electronic12 training1234 training12345 document1234 documents123 plumbline123
plumbline1234 plumblineplumb
`;

export const commonPasswords: ReadonlySet<string> = new Set([...listed.trim().split(/\s+/), 'correct horse battery staple']);

/** Words from which people build their passwords, longest first, so that "passwords" is not cut to "s". */
export const commonStems: readonly string[] = (
  'administrator basketball butterfly changeme chocolate christmas contrasena corporate december defaults default deutschland document dragon ' +
  'electronic february football freedom geheim hello iloveyou internet january laboratory letmein liverpool manager march master michael ' +
  'monday motdepasse mypassword newpassword november october operator passwords password passwort passwor pass princess production ' +
  'quality qualite quarter qwertyuiop qwerty qwertz azerty asdfgh zxcvbn saturday secret september shadow soleil spring starwars summer ' +
  'sunday sunshine superman superuser system temporary test this thursday training trustno1 tuesday validation warehouse wednesday welcome ' +
  'winter autumn august april friday july june login admin root user guest company bonjour jetaime monkey baseball soccer hockey batman ' +
  'abcdef abcd abc my new the is'
)
  .split(' ')
  .sort((a, b) => b.length - a.length);
